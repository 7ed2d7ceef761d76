{# The levels of maturity by targeting, the lowest first, and the channels that they are told of. #}
{% macro targeting_levels() -%}
    {{ return({'blast': 1, 'list': 2, 'automated': 3, 'behavioural': 4}) }}
{%- endmacro %}

{% macro mail_channels() -%}
    'email', 'newsletter'
{%- endmacro %}
