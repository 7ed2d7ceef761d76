-- How many units entered each curve in each week of the calendar, and for how long they are followed.
with

entries as (

    {% for variant, weeks in curve_variants().items() %}
    select
        is_account,
        segment_number,
        region,
        '{{ variant }}' as variant,
        cast(floor(started_day / 7) as bigint) as entry_week,
        {{ weeks }} as followed_weeks,
        count(*) as units,
        count(case when is_overlapped then 1 end) as overlapped_units
    from {{ ref('int_units__followed') }}
    where {{ weeks }} is not null
    group by is_account, segment_number, region, cast(floor(started_day / 7) as bigint), {{ weeks }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

{{ name_curves('counted', 'entries', ['entry_week', 'followed_weeks'], ['units', 'overlapped_units']) }}

select * from counted
