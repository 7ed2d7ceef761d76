{# Schemas are named as declared, without the target's own as a prefix. In DuckDB the marts have a database file of
   their own, whose catalog is named `marts`; a schema `marts` in it would make `marts.fct_returns` ambiguous, so they
   stand in its main schema. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if target.type == 'duckdb' and custom_schema_name == 'marts' -%} main
    {%- else -%} {{ custom_schema_name or target.schema }}
    {%- endif -%}
{%- endmacro %}
