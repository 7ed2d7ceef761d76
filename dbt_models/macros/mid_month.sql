{# Number of the last month whose 15th, at 0:00 UTC, is not after an instant: 12 × year + month. The next one is the
   first whose 15th comes after it. The 15th is a fixed day to take stock on; which hour of it does not matter. #}
{% macro mid_month_number(instant) -%}
    (
        12 * extract(year from {{ instant }} - interval 14 day)
        + extract(month from {{ instant }} - interval 14 day)
    )
{%- endmacro %}
