{# DuckDB would keep a common table expression that is used twice in memory, whole: twenty million wide rows are read
   again instead. Spark always does so and has no word for it. #}
{% macro read_each_time() -%}
    {{ return(adapter.dispatch('read_each_time', 'amorce')()) }}
{%- endmacro %}

{% macro default__read_each_time() -%}
    not materialized
{%- endmacro %}

{% macro spark__read_each_time() -%}
{%- endmacro %}
