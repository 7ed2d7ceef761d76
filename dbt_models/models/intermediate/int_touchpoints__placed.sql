{{ config(**mended_by('path_key', 'int_paths__changed')) }}
-- The path to each conversion in order, sorted once. What a path adds up to is asked of these narrow rows: of millions
-- of outflows more are made than fit into memory beside what is made of them.
with

placed as (

    select
        *,
        row_number() over (
            partition by path_key
            order by
                first_at asc nulls last, last_at asc nulls last, coalesce(outflow_key, account_key) asc nulls last,
                campaign_id_key asc nulls last, channel_number asc nulls last
        ) as position,
        count(*) over (partition by path_key) as touchpoints,
        min(age_days) over (partition by path_key) as youngest_age_days
    from {{ ref('int_touchpoints__reached') }}

)

select
    path_key,
    outflow_key,
    account_key,
    campaign_id_key,
    channel_number,
    targeting_number,
    cast(position as integer) as position,
    cast(touchpoints as integer) as touchpoints,
    touches,
    {{ decayed_weight('age_days', 'youngest_age_days') }} as decayed_weight,
    sent_on,
    first_at
from placed
