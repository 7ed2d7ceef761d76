{# Keys are 60-bit integers inside the warehouse and text in the marts, where no tool rounds them. `string` is text to
   DuckDB and to Spark. #}
{% macro public_key(expression) -%}
    cast({{ expression }} as string)
{%- endmacro %}
