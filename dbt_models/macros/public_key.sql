{# Keys are 60-bit integers inside the warehouse and text in the marts, where no tool rounds them. #}
{% macro public_key(expression) -%}
    {{ return(adapter.dispatch('public_key', 'amorce')(expression)) }}
{%- endmacro %}

{% macro default__public_key(expression) -%}
    cast({{ expression }} as varchar)
{%- endmacro %}

{% macro spark__public_key(expression) -%}
    cast({{ expression }} as string)
{%- endmacro %}
