-- All returns of the followed units by week, repeats included, and how many units are followed for the last time then.
with

returns as (

    select
        followed.is_account,
        followed.segment_number,
        followed.region,
        {% for weeks in curve_variants().values() %}
        followed.{{ weeks }},
        {% endfor %}
        returns.is_direct,
        cast(floor((returns.returned_day - followed.started_day) / 7) as bigint) as week
    from {{ ref('int_units__followed') }} as followed
    inner join {{ ref('int_unit_returns__listed') }} as returns
        on followed.party_key = returns.party_key
    where
        followed.started_at < returns.returned_at
        and returns.returned_day < followed.started_day + 7 * followed.followed_weeks

),

weekly as (

    select
        is_account,
        segment_number,
        region,
        {% for variant, weeks in curve_variants().items() %}
        count(case when week < {{ weeks }} then 1 end) as {{ variant }}_any,
        count(case when week < {{ weeks }} and is_direct then 1 end) as {{ variant }}_direct,
        {% endfor %}
        week
    from returns
    group by is_account, segment_number, region, week

),

events as (

    {% for variant in curve_variants() %}
    {% set outer_loop = loop %}
    {% for event, returns in [
        ('any', '_any'), ('direct', '_direct'), ('indirect', '_any - ' ~ variant ~ '_direct')
    ] %}
    select
        is_account,
        segment_number,
        region,
        '{{ variant }}' as variant,
        '{{ event }}' as event,
        week,
        {{ variant }}{{ returns }} as returns
    from weekly
    {% if not (loop.last and outer_loop.last) %}union all{% endif %}
    {% endfor %}
    {% endfor %}

),

{{ name_curves('counted', 'events', ['event', 'week'], ['returns']) }}

select * from counted
where returns > 0
