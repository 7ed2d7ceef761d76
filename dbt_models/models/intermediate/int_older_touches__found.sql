{{ config(materialized='view') }}
-- Conversions without touchpoint that a longer lookback would give one: what it would take from (none). The last touch
-- of each stretch of time is enough to know, since none lies within the lookback itself; the unit's previous conversion
-- of the type ends the path as ever.
{% set lookback = var('lookback_days') | int %}
{% set longer = other_lookbacks() | select('gt', lookback) | list %}
with

windows as (

    select
        path_key,
        abs(unit_key) as party_key,
        closes_at,
        lag(closes_at) over (
            partition by path_key % 8, unit_key
            order by closes_at asc nulls last, conversion_key asc nulls last
        ) as previous_at
    from {{ ref('int_conversions__windowed') }}
    where unit_key is not null

),

windows_without as (

    select
        windows.*,
        {{ stretch_number('windows.closes_at', lookback) }} as stretch
    from windows
    inner join {{ ref('int_touchpoints__condensed') }} as condensed
        on windows.path_key = condensed.path_key
    where condensed.touchpoints = 0

),

stretched as (

    {% for distance in range(((longer | max if longer else 0) / ([lookback, 1] | max)) | round(0, 'ceil') | int + 1) %}
    select
        path_key,
        party_key,
        closes_at,
        previous_at,
        stretch - {{ distance }} as stretch
    from windows_without
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

found as (

    select
        stretched.path_key,
        {% for days in longer %}
        max(case when touches.last_touched_at >= stretched.closes_at - interval {{ days }} day then 1 else 0 end)
            as is_found_{{ days }},
        {% endfor %}
        max(stretched.closes_at) as closes_at
    from stretched
    inner join {{ ref('int_touches__stretched') }} as touches
        on stretched.party_key = touches.party_key and stretched.stretch = touches.stretch
    where
        touches.last_touched_at < stretched.closes_at
        and touches.last_touched_at >= coalesce(stretched.previous_at, touches.last_touched_at)
    group by stretched.path_key

),

moved as (

    {% for days in longer %}
    {% for channel, sign in [('(older)', ''), ('(none)', '-')] %}
    select
        {{ days }} as lookback_days,
        path_key % 8 as type_and_scope,
        '{{ channel }}' as no_channel,
        {{ sign }}1000000000 * sum(is_found_{{ days }}) as billionths
    from found
    group by path_key % 8

    union all

    {% endfor %}
    {% endfor %}
    select
        {{ lookback }} as lookback_days,
        path_key % 8 as type_and_scope,
        '(none)' as no_channel,
        cast(0 as bigint) as billionths
    from found
    where false

)

select * from moved
