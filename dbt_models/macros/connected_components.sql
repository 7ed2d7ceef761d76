{# Connected components of a graph, as common table expressions that end in
   `components(member_key, component_key)`: one row per key that has an edge, component_key = its smallest member.

   `edges` names an expression with first_key and second_key. In each round every key takes the smallest label within
   reach, and the graph shrinks to its labels; edges inside a label disappear. The first round, over all keys, looks at
   neighbours only, the others two steps far: they work on next to nothing. Eight rounds join random chains of a
   thousand keys nearly always, and chains of sixteen in the worst order; `assert_identity_converged` guards the rest.
   Each round reads the one before once: Spark, which repeats what is named, repeats no round. #}
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

reached_{{ round }} as (
    {% if loop.first %}
    select * from hooked_{{ round }}
    {% else %}
    select
        here,
        there,
        least(here_label, min(there_label) over (partition by here)) as here_label,
        least(there_label, min(here_label) over (partition by there)) as there_label
    from hooked_{{ round }}
    {% endif %}
),

labels_{{ round }} as (

    select
        here as member_key,
        min(here_label) as label
    from reached_{{ round }}
    group by here

),

meetings_{{ round + 1 }} as (

    select distinct
        here_label as here,
        there_label as there
    from reached_{{ round }}
    where here_label <> there_label

),
{% endfor %}
components as (

    select
        labels_0.member_key,
        {{ newest_label(rounds) }} as component_key
    from labels_0
    {%- for round in range(1, rounds) %}
    left join labels_{{ round }}
        on {{ newest_label(round) }} = labels_{{ round }}.member_key
    {%- endfor %}

)
{%- endmacro %}

{# The label that a key has after so many rounds: the last one that changed it. #}
{% macro newest_label(rounds) -%}
    {%- if rounds == 1 -%}
        labels_0.label
    {%- else -%}
        coalesce({% for round in range(rounds) | reverse %}labels_{{ round }}.label{{ ', ' if not loop.last }}{% endfor %})
    {%- endif -%}
{%- endmacro %}
