{# A path is one conversion in one scope: its key is the 60-bit key of the conversion with three bits for both. #}
{% macro conversion_types() -%}
    {{ return({'return': 0, 'opportunity': 2, 'won_deal': 4, 'order': 6}) }}
{%- endmacro %}

{# In the place of a type's code: all types alike. #}
{% macro every_type() -%}
    8
{%- endmacro %}

{# The key of a path in scope person; that in scope account is the next one. #}
{% macro path_key_of(conversion_key, conversion_type) -%}
    {{ conversion_key }} * 8 + case {{ conversion_type }}
            {%- for type, code in conversion_types().items() %}
            when '{{ type }}' then {{ code }}
            {%- endfor %}
        end
{%- endmacro %}

{% macro conversion_type_of(path_key) -%}
    case {{ path_key }} % 8
            {%- for type, code in conversion_types().items() %}
            when {{ code }} then '{{ type }}'
            when {{ code + 1 }} then '{{ type }}'
            {%- endfor %}
        end
{%- endmacro %}

{% macro scope_of(path_key) -%}
    case {{ path_key }} % 2 when 0 then 'person' else 'account' end
{%- endmacro %}

{# A longer path keeps its first touchpoint and its latest ones, together so many; the rest is one row. #}
{% macro most_touchpoints() -%}
    200
{%- endmacro %}

{# The group of a person or account: one of so many as intervals need. #}
{% macro group_of_unit(unit_key) -%}
    cast(abs({{ unit_key }}) % {{ jackknife_groups() }} as integer)
{%- endmacro %}

{# Stages of a path that are told apart; the last one holds all later ones. #}
{% macro most_stages() -%}
    20
{%- endmacro %}

{# The lookbacks that the summary compares with the workspace's own. #}
{% macro other_lookbacks() -%}
    {%- set others = [] -%}
    {%- for days in [30, 49, 90, 112, 180] if days != (var('lookback_days') | int) -%}
        {%- do others.append(days) -%}
    {%- endfor -%}
    {{ return(others) }}
{%- endmacro %}
