{# Which links between identifiers hold, as common table expressions that end in
   `judged_links(first_key, second_key, first_kind, second_kind, rule, status)`.

   `links` names an expression with the same columns but status, one row per pair. Identifiers of `strong_kind` are
   things by themselves: together with merges they make the persons (or accounts) that another identifier may be
   shared by. An identifier shared by more than five of them joins nobody: `info@`, a switchboard, a group's domain. #}
{% macro judge_links(links, strong_kind) -%}
{{ find_shared_identifiers(links, strong_kind) }},

judged_links as (

    select
        links.first_key,
        links.second_key,
        links.first_kind,
        links.second_kind,
        links.rule,
        first_shared.identifier_key is not null as is_first_shared,
        second_shared.identifier_key is not null as is_second_shared,
        case
            when first_shared.identifier_key is not null or second_shared.identifier_key is not null
                then 'ignored_shared'
            else 'linked'
        end as status
    from {{ links }} as links
    left join shared_identifiers as first_shared
        on links.first_key = first_shared.identifier_key
    left join shared_identifiers as second_shared
        on links.second_key = second_shared.identifier_key

)
{%- endmacro %}
