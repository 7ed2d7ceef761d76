{# What each touchpoint gets of its path, worked out from its place where it is read: stored, it would be many times as
   wide as the touchpoint. #}

{# What a row gets of `whole`, a whole number of billionths or cents, by a model. #}
{% macro weighted_part(model, whole) -%}
    {%- set weights = weights_of_places(model) -%}
    {%- set between = weighted_models()[model].get('between', 0) -%}
    {%- if model not in shared_models() -%}
    case when {{ is_held(weights | first) }} then {{ whole }} else 0 * {{ whole }} end
    {%- else -%}
    {%- for place, weight in weights.items() %}
        case when {{ is_held(place) }} then {{ rounded_part(whole, weight, 'weight_' ~ model) }} else 0 end +
    {%- endfor %}
        {%- if between %}
        held_between_{{ model }} * {{ rounded_part(whole, between, 'weight_' ~ model, 'between_' ~ model) }} +
        {%- endif %}
        case
            when until_position < path_length then 0 * {{ whole }}
            else {{ whole }}
            {%- for place, weight in weights.items() %}
            - case when {{ place }}_position is null then 0 else {{ rounded_part(whole, weight, 'weight_' ~ model) }} end
            {%- endfor %}
            {%- if between %}
            - between_{{ model }} * {{ rounded_part(whole, between, 'weight_' ~ model, 'between_' ~ model) }}
            {%- endif %}
        end
    {%- endif -%}
{%- endmacro %}

{# A weight's part of a whole number, shared by `count`, rounded down; 0 where the path has nothing that weighs. #}
{% macro rounded_part(whole, weight, path_weight, count=none) -%}
    coalesce(cast(floor(
                {{ whole }} * {{ weight }} / nullif({{ path_weight }}{% if count %} * {{ count }}{% endif %}, 0)
            ) as bigint), 0 * {{ whole }})
{%- endmacro %}
