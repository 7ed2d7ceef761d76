{# What all touchpoints of a path weigh together, by the models that share a conversion among several. #}

{# CTEs that end with `weighed`: the stored touchpoints with what weighted_part() asks of their paths. A path without
   touchpoint has one row. A remainder stands for all places up to the last one that it holds. #}
{% macro weighed_touchpoints() -%}
extended as (

    select
        *,
        greatest(touchpoints, 1) as path_length,
        position = 2 and touchpoints > {{ most_touchpoints() }} as is_remainder,
        case
            when position = 2 and touchpoints > {{ most_touchpoints() }}
                then touchpoints - {{ most_touchpoints() | int - 1 }}
            else position
        end as until_position
    from {{ ref('int_touchpoints__condensed') }}

),

located as (

    select
        *,
        {{ places_of_a_path() }}
    from extended

),

counted as (

    select
        *,
        {% for model in shared_models() %}
        {{ counted_places(model) }},
        {% endfor %}
        case
            when touchpoints = 0 then '(none)'
            when is_remainder then '(remainder)'
        end as no_channel,
        cast(1000000000 as bigint) as all_billionths,
        cast(revenue * 100 as bigint) as all_cents
    from located

),

weighed as (

    -- Dividing is dear: what a place gets of its path is the same for all places of one weight, and worked out once.
    select
        *,
        {% for model in shared_models() %}
        {{ parts_of_places(model, 'billionths') }},
        {{ parts_of_places(model, 'cents') }}{{ ',' if not loop.last }}
        {% endfor %}
    from counted

)
{%- endmacro %}

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

{# The places of a model by what they weigh. #}
{% macro places_by_weight(model) -%}
    {%- set alike = {} -%}
    {%- for place, weight in weights_of_places(model).items() -%}
        {%- do alike.setdefault(weight, []).append(place) -%}
    {%- endfor -%}
    {{ return(alike) }}
{%- endmacro %}

{# What all that a path has of a model weighs. #}
{% macro path_weight(model) -%}
    (
    {%- for weight in places_by_weight(model) -%}
    {{ weight }} * places_{{ model }}_{{ weight }} +{{ ' ' }}
    {%- endfor -%}
    {{ weighted_models()[model].get('between', 0) }} * case when between_{{ model }} > 0 then 1 else 0 end
    {{- ')' }}
{%- endmacro %}
