{# Connected components of a graph, as common table expressions that end in
   `components(member_key, component_key)`: one row per key that has an edge, component_key = its smallest member.

   `edges` names an expression with first_key and second_key. In each round every key takes the smallest label among
   itself and its neighbours, and the graph shrinks to its labels; the edges inside a label disappear. Rounds after
   the second work on next to nothing. `assert_identity_converged` fails when the rounds were too few. #}
{% macro connected_components(edges, rounds=8) -%}
meetings_0 as (

    select
        first_key as here,
        second_key as there
    from {{ edges }}

    union all

    select
        second_key as here,
        first_key as there
    from {{ edges }}

),
{% for round in range(rounds) %}
hooked_{{ round }} as (

    select
        here,
        there,
        least(here, min(there) over (partition by here)) as here_label,
        least(there, min(here) over (partition by there)) as there_label
    from meetings_{{ round }}

),

labels_{{ round }} as (

    select
        here as member_key,
        min(here_label) as label
    from hooked_{{ round }}
    group by here

),

meetings_{{ round + 1 }} as (

    select distinct
        here_label as here,
        there_label as there
    from hooked_{{ round }}
    where here_label <> there_label

),
{% endfor %}
components as (

    select
        labels_0.member_key,
        coalesce({% for round in range(rounds) | reverse %}labels_{{ round }}.label{{ ', ' if not loop.last }}{% endfor %}) as component_key
    from labels_0
    {%- for round in range(1, rounds) %}
    left join labels_{{ round }}
        on coalesce({% for before in range(round) | reverse %}labels_{{ before }}.label{{ ', ' if not loop.last }}{% endfor %}) = labels_{{ round }}.member_key
    {%- endfor %}

)
{%- endmacro %}
