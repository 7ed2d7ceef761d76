{# The name of a quarter: 2025-Q1. Years and quarters are whole numbers. #}
{% macro quarter_name(year, quarter) -%}
    {{ public_key(year) }} || '-Q' || {{ public_key(quarter) }}
{%- endmacro %}
