-- How many units entered each segment, how many had another segment of the same kind too, and how many were touched but
-- have no time zero. A region is read at time zero, so those without one belong to none.
with

followed as (

    select
        unit,
        segment_type,
        segment,
        count(*) as units,
        sum(case when is_overlapped then 1 else 0 end) as overlapped_units
    from {{ ref('int_units__followed') }}
    group by unit, segment_type, segment

),

touched as (

    select
        case when accounts.account_key is null then 'contact' else 'account' end as unit,
        touches.segment_number,
        count(distinct touches.party_key) as units
    from {{ ref('int_touches__segmented') }} as touches
    left join (
        select distinct account_key
        from {{ ref('int_account_identifiers__resolved') }}
    ) as accounts
        on touches.party_key = accounts.account_key
    group by case when accounts.account_key is null then 'contact' else 'account' end, touches.segment_number

),

entered as (

    select
        unit,
        segment_number,
        count(*) as units
    from {{ ref('int_units__entered') }}
    group by unit, segment_number

),

truncated as (

    {% for segment_type, touch_segment_type in curve_touch_segments() %}
    select
        touched.unit,
        '{{ segment_type }}' as segment_type,
        segments.segment,
        touched.units - coalesce(entered.units, 0) as left_truncated
    from touched
    inner join {{ ref('int_touch_segments__numbered') }} as segments
        on touched.segment_number = segments.segment_number
    left join entered
        on touched.unit = entered.unit and touched.segment_number = entered.segment_number
    where segments.segment_type = '{{ touch_segment_type }}'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

summed as (

    select
        coalesce(followed.unit, truncated.unit) as unit,
        coalesce(followed.segment_type, truncated.segment_type) as segment_type,
        coalesce(followed.segment, truncated.segment) as segment,
        coalesce(followed.units, 0) as units,
        truncated.left_truncated,
        case when followed.segment_type in ('channel', 'targeting') then followed.overlapped_units end
            as overlapped_units
    from followed
    full outer join truncated
        on
            followed.unit = truncated.unit
            and followed.segment_type = truncated.segment_type
            and followed.segment = truncated.segment

)

select * from summed
