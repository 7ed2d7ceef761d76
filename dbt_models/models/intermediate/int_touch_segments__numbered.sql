-- Segments by which touches are told apart: all of them, each channel, each targeting. Millions of rows join by number.
with

kinds as (

    select
        kinds.channel,
        kinds.targeting
    from {{ ref('int_outflow_kinds__numbered') }} as kinds
    inner join (select distinct kind_number from {{ ref('int_touches__summed') }}) as touches
        on kinds.kind_number = touches.kind_number
    where kinds.level <> 'audience'
    group by kinds.channel, kinds.targeting

),

segments as (

    {% for segment_type, segment in touch_segments() %}
    select distinct
        '{{ segment_type }}' as segment_type,
        {{ segment }} as segment
    from kinds
    where {{ segment }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

numbered as (

    select
        segment_type,
        segment,
        row_number() over (order by segment_type asc nulls last, segment asc nulls last) as segment_number
    from segments

)

select * from numbered
