-- Every link that holds joins its two identifiers under one key. Guards against chains of identifiers that are longer
-- than the rounds of `connected_components` can walk: part of a person would be counted as somebody else.
select
    links.thing,
    links.first_identifier_key,
    links.second_identifier_key
from {{ ref('identity_links') }} as links
where links.status = 'linked' and links.first_thing_key <> links.second_thing_key
