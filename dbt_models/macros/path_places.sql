{# Which places of a path a model speaks of, and how many of them a row holds. #}

{# The places of a path of `path_length` touchpoints beside those that stand with it: null where the path lacks one. #}
{% macro places_of_a_path() -%}
    1 as first_position,
    path_length as last_position,
    -- Somebody who is neither lead nor opportunity before becomes one with the conversion itself.
    case when lead_position is null and opportunity_position is null then path_length end as only_stage_position,
    -- A path with touches by brand channels only is theirs: nobody else can have it.
    coalesce(non_brand_position, path_length) as not_by_brand_position
{%- endmacro %}

{# 1 for a place of a model that the path has and that none of the places listed before is on, else 0. #}
{% macro is_apart(places, number) -%}
    case
            when {{ places[number] }}_position is null
                {%- for other in places[:number] %} or {{ places[number] }}_position = {{ other }}_position{% endfor %} then 0
            else 1
        end
{%- endmacro %}

{# How many places of each weight a path has and a row holds, and how many touchpoints lie between the places of a model:
   a row is one touchpoint, but for a remainder. #}
{% macro counted_places(model) -%}
    {%- set places = weights_of_places(model) | list -%}
    {%- for weight, alike in places_by_weight(model).items() %}
        {% for place in alike -%}
        case when {{ place }}_position is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor %} as places_{{ model }}_{{ weight }},
        {% for place in alike -%}
        case when {{ is_held(place) }} then 1 else 0 end{{ ' + ' if not loop.last }}
        {%- endfor %} as held_{{ model }}_{{ weight }},
    {%- endfor %}
        path_length
        {%- for place in places %} - {{ is_apart(places, loop.index0) }}{% endfor %} as between_{{ model }},
        until_position - position + 1
        {%- for place in places %}
        - case when {{ is_held(place) }} then {{ is_apart(places, loop.index0) }} else 0 end
        {%- endfor %} as held_between_{{ model }}
{%- endmacro %}

{% macro is_held(place) -%}
    {{ place }}_position >= position and {{ place }}_position <= until_position
{%- endmacro %}
