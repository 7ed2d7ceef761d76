{# The newest value of a column that is not null, over rows numbered by `recency` (higher is newer, no ties). #}
{% macro latest_known(column, recency='recency') -%}
    max_by({{ column }}, case when {{ column }} is not null then {{ recency }} end)
{%- endmacro %}
