{{ config(**mended_by('path_key', 'int_paths__changed')) }}
-- What each path adds up to: what time decay divides by, what its rounding down gives away, and the places that models
-- weigh.
{% set brands = brand_channels() %}
with

placed as {{ read_each_time() }} (

    select *
    from {{ ref('int_touchpoints__placed') }}
    where {{ only_changed('path_key', 'int_paths__changed') }}

),

weighed as (

    select
        placed.path_key,
        {% if brands %}
        max(case when brand_channels.channel_number is null then placed.position end) as non_brand_position,
        {% else %}
        cast(null as integer) as non_brand_position,
        {% endif %}
        cast(sum(placed.decayed_weight) as bigint) as path_weight
    from placed
    {% if brands %}
    left join (
        select distinct channel_number
        from {{ ref('int_outflow_kinds__numbered') }}
        where channel in ({{ brands | join(', ') }})
    ) as brand_channels
        on placed.channel_number = brand_channels.channel_number
    {% endif %}
    group by placed.path_key

),

earning as (

    select
        weighed.path_key,
        weighed.path_weight,
        weighed.non_brand_position,
        windowed.conversion_key,
        windowed.revenue,
        windowed.converted_on,
        windowed.converted_at
    from weighed
    inner join {{ ref('int_conversions__windowed') }} as windowed
        on weighed.path_key = windowed.path_key

),

{% set share = decayed_share('placed.decayed_weight', 'earning.path_weight') %}
decayed as (

    select
        placed.path_key,
        cast(sum({{ share }}) as bigint) as decayed_share,
        cast(sum({{ cents_of('earning.revenue', share) }}) as bigint) as decayed_cents
    from placed
    inner join earning
        on placed.path_key = earning.path_key
    group by placed.path_key

),

-- The touchpoint at which a lead or an opportunity was created is the last one before.
staged as (

    select
        placed.path_key,
        sum(case when placed.first_at < preceded.lead_at then 1 else 0 end) as lead_position,
        sum(case when placed.first_at < preceded.opportunity_at then 1 else 0 end) as opportunity_position
    from placed
    inner join {{ ref('int_conversions__preceded') }} as preceded
        on placed.path_key = preceded.path_key
    group by placed.path_key

)

select
    earning.path_key,
    earning.conversion_key,
    cast(nullif(staged.lead_position, 0) as integer) as lead_position,
    cast(nullif(staged.opportunity_position, 0) as integer) as opportunity_position,
    earning.non_brand_position,
    earning.path_weight,
    1000000000 - decayed.decayed_share as share_left,
    earning.revenue,
    cast(earning.revenue * 100 as bigint) - decayed.decayed_cents as cents_left,
    earning.converted_on,
    earning.converted_at
from earning
inner join decayed
    on earning.path_key = decayed.path_key
left join staged
    on earning.path_key = staged.path_key
