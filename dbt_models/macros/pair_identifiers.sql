{# Pairs of identifiers that stand in one row, as one select: every two of `identifiers` (a mapping from column to
   kind) of the relation `rows`. #}
{% macro pair_identifiers(rows, identifiers) -%}
    {%- set columns = identifiers.keys() | list -%}
    {%- set pairs = [] -%}
    {%- for first in columns -%}
        {%- for second in columns[loop.index:] -%}
            {%- do pairs.append((first, second)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for first, second in pairs %}
    select
        {{ first }} as one_key,
        {{ second }} as other_key,
        '{{ identifiers[first] }}' as one_kind,
        '{{ identifiers[second] }}' as other_kind,
        'same_row' as rule
    from {{ rows }}
    where {{ first }} is not null and {{ second }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
{%- endmacro %}

{# Merges of the source as pairs: the old identifier and the new one are the same thing. #}
{% macro pair_merges(thing, kind) -%}
    select
        old_id_key as one_key,
        new_id_key as other_key,
        '{{ kind }}' as one_kind,
        '{{ kind }}' as other_kind,
        'merge' as rule
    from {{ ref('stg_merges') }}
    where thing = '{{ thing }}' and row_status in ('current', 'superseded')
{%- endmacro %}

{# Pairs as links: one row per pair, smaller key first; a merge explains a link better than a shared row. #}
{% macro order_pairs(pairs) -%}
    select
        least(one_key, other_key) as first_key,
        greatest(one_key, other_key) as second_key,
        min(case when one_key < other_key then one_kind else other_kind end) as first_kind,
        min(case when one_key < other_key then other_kind else one_kind end) as second_kind,
        min(rule) as rule
    from {{ pairs }}
    where one_key <> other_key
    group by least(one_key, other_key), greatest(one_key, other_key)
{%- endmacro %}
