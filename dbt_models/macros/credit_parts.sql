{# What each touchpoint gets of its path, worked out from its place where it is read: stored, it would be many times as
   wide as the touchpoint. #}

{# What one place of each weight gets of the whole by a model, and one of the touchpoints between. #}
{% macro parts_of_places(model, unit) -%}
    {%- set between = weighted_models()[model].get('between', 0) -%}
    {%- set path_weight = path_weight(model) -%}
    {%- for weight in places_by_weight(model) %}
        {{ rounded_part('all_' ~ unit, weight, path_weight) }} as {{ unit }}_{{ model }}_{{ weight }}
        {{- ',' if between or not loop.last }}
    {%- endfor %}
    {%- if between %}
        {{ rounded_part('all_' ~ unit, between, path_weight, 'between_' ~ model) }} as {{ unit }}_between_{{ model }}
    {%- endif %}
{%- endmacro %}

{# What a row gets of the whole, in `billionths` or `cents`, by a model. The last row of a path takes what is left over. #}
{% macro weighted_part(model, unit) -%}
    {%- set whole = 'all_' ~ unit -%}
    {%- if model not in shared_models() -%}
    case when {{ is_held(weights_of_places(model) | first) }} then {{ whole }} else 0 * {{ whole }} end
    {%- else -%}
    {%- set weights = places_by_weight(model) | list -%}
    {%- set between = weighted_models()[model].get('between', 0) -%}
    {%- for weight in weights %}
        held_{{ model }}_{{ weight }} * {{ unit }}_{{ model }}_{{ weight }} +
    {%- endfor %}
        {%- if between %}
        held_between_{{ model }} * {{ unit }}_between_{{ model }} +
        {%- endif %}
        case
            when until_position < path_length then 0 * {{ whole }}
            else {{ whole }}
            {%- for weight in weights %} - places_{{ model }}_{{ weight }} * {{ unit }}_{{ model }}_{{ weight }}{% endfor %}
            {%- if between %} - between_{{ model }} * {{ unit }}_between_{{ model }}{% endif %}
        end
    {%- endif -%}
{%- endmacro %}

{# A weight's part of a whole number, shared by `count`, rounded down; 0 where the path has nothing that weighs. #}
{% macro rounded_part(whole, weight, path_weight, count=none) -%}
    coalesce(cast(floor(
                {{ whole }} * {{ weight }} / nullif({{ path_weight }}{% if count %} * {{ count }}{% endif %}, 0)
            ) as bigint), 0 * {{ whole }})
{%- endmacro %}
