{# Common table expressions that end in `shared_identifiers(identifier_key)`: the identifiers of more than so many
   otherwise distinct persons (or accounts). `links` and `strong_kind` as in `judge_links`. #}
{% macro find_shared_identifiers(links, strong_kind) -%}
strong_links as (

    select
        first_key,
        second_key
    from {{ links }}
    where first_kind = '{{ strong_kind }}' and second_kind = '{{ strong_kind }}'

),

{{ connected_components('strong_links') }},

directed_links as (

    select
        first_key as here,
        first_kind as here_kind,
        second_key as there,
        second_kind as there_kind
    from {{ links }}

    union all

    select
        second_key as here,
        second_kind as here_kind,
        first_key as there,
        first_kind as there_kind
    from {{ links }}

),

named_things as (

    select
        directed_links.here,
        coalesce(components.component_key, directed_links.there) as thing_key
    from directed_links
    left join components
        on directed_links.there = components.member_key
    where
        directed_links.here_kind <> '{{ strong_kind }}'
        and directed_links.there_kind = '{{ strong_kind }}'

),

first_named_things as (

    select
        here,
        min(thing_key) as thing_key
    from named_things
    group by here

),

things_of_identifier as (

    select
        here,
        thing_key
    from named_things

    union

    select
        directed_links.here,
        coalesce(first_named_things.thing_key, directed_links.there) as thing_key
    from directed_links
    left join first_named_things
        on directed_links.there = first_named_things.here
    where
        directed_links.here_kind <> '{{ strong_kind }}'
        and directed_links.there_kind <> '{{ strong_kind }}'

),

shared_identifiers as (

    select here as identifier_key
    from things_of_identifier
    group by here
    having count(*) > {{ shared_identifier_limit() }}

)
{%- endmacro %}

{# An identifier of more than so many otherwise distinct persons or accounts joins nobody. #}
{% macro shared_identifier_limit() -%}
    5
{%- endmacro %}
