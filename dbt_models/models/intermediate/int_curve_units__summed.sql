-- How many units entered each segment, how many had another segment of the same kind too, and how many were touched but
-- have no time zero. A region is read at time zero, so those without one belong to none.
with

touched as (

    select
        is_account,
        segment_number,
        count(*) - count(started_at) as left_truncated
    from {{ ref('int_units__entered') }}
    group by is_account, segment_number

),

touched_by_variant as (

    {% for variant in curve_variants() %}
    select
        is_account,
        segment_number,
        cast(null as string) as region,
        '{{ variant }}' as variant,
        left_truncated
    from touched
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

{{ name_curves('truncated', 'touched_by_variant', [], ['left_truncated']) }},

entered as (

    select
        unit,
        segment_type,
        segment,
        cast(sum(units) as bigint) as units,
        cast(sum(overlapped_units) as bigint) as overlapped_units
    from {{ ref('int_curve_entries__counted') }}
    group by unit, segment_type, segment

),

summed as (

    select
        coalesce(entered.unit, truncated.unit) as unit,
        coalesce(entered.segment_type, truncated.segment_type) as segment_type,
        coalesce(entered.segment, truncated.segment) as segment,
        coalesce(entered.units, 0) as units,
        truncated.left_truncated,
        case when entered.segment_type in ('channel', 'targeting') then entered.overlapped_units end
            as overlapped_units
    from entered
    full outer join truncated
        on
            entered.unit = truncated.unit
            and entered.segment_type = truncated.segment_type
            and entered.segment = truncated.segment

)

select
    row_number() over (
        order by unit asc nulls last, segment_type asc nulls last, segment asc nulls last
    ) as curve_number,
    case
        {% for segment_type, _, variant in curve_segment_types() %}
        when segment_type = '{{ segment_type }}' then '{{ variant }}'
        {% endfor %}
        else 'standard'
    end as variant,
    *
from summed
