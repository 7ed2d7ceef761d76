{# Counts of each curve without one group after the other, as common table expressions that end in `<name>`: the columns
   of `curve`, group_number, `time` and `counts`. `totals` names an expression with one row per curve and time,
   `by_group` the same counts by group_number, where not every time needs a row. #}
{% macro without_each_group(name, totals, by_group, curve, time, counts) -%}
{{ name }}_groups as (

    select distinct
        {{ curve | join(', ') }},
        group_number
    from {{ by_group }}

),

{{ name }} as (

    select
        {%- for column in curve %}
        totals.{{ column }},
        {%- endfor %}
        groups.group_number,
        totals.{{ time }},
        {%- for column in counts %}
        totals.{{ column }} - coalesce(left_out.{{ column }}, 0) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ totals }} as totals
    inner join {{ name }}_groups as groups
        on {% for column in curve %}totals.{{ column }} = groups.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    left join {{ by_group }} as left_out
        on
            {% for column in curve %}groups.{{ column }} = left_out.{{ column }} and {% endfor -%}
            groups.group_number = left_out.group_number
            and totals.{{ time }} = left_out.{{ time }}

)
{%- endmacro %}

{# The jackknife's standard error of `whole` from the estimates `without` one of the groups. Squares are summed as
   decimals: sums of doubles differ between runs. Null with fewer than two groups. #}
{% macro jackknife_error(whole, without) -%}
sqrt(
            nullif(count({{ without }}) - 1, 0) / nullif(count({{ without }}), 0)
            * cast(
                sum(cast(({{ without }} - {{ whole }}) * ({{ without }} - {{ whole }}) as decimal(28, 18))) as double
            )
        )
{%- endmacro %}
