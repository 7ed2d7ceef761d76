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
