-- Of persons who received several levels of targeting in one month: what they were sent of each, and the returns whose
-- last touch it was. So levels are compared on the same people.
{% set levels = targeting_levels() %}
with

kinds as (

    select distinct
        channel_number,
        targeting_number,
        targeting
    from {{ ref('int_outflow_kinds__numbered') }}
    where channel in ({{ mail_channels() }}) and targeting is not null

),

-- A return counts in the month in which its last touch was sent.
credited as (

    select
        returns.contact_key,
        {{ month_number('touchpoints.sent_on') }} as month_number,
    {% for level in levels %}
    count(case when kinds.targeting = '{{ level }}' then 1 end) as {{ level }}_returns{{ ',' if not loop.last }}
    {% endfor %}
    from {{ ref('int_touchpoints__condensed') }} as touchpoints
    inner join kinds
        on
            touchpoints.channel_number = kinds.channel_number
            and touchpoints.targeting_number = kinds.targeting_number
    inner join {{ ref('int_returns__unioned') }} as returns
        on touchpoints.conversion_key = returns.return_key
    where
        touchpoints.position = touchpoints.touchpoints
        and {{ conversion_type_of('touchpoints.path_key') }} = 'return'
        and {{ scope_of('touchpoints.path_key') }} = 'person'
        and returns.contact_key is not null
    group by returns.contact_key, {{ month_number('touchpoints.sent_on') }}

)

select
    addressed.month_number,
    count(*) as contacts,
{% for level in levels %}
cast(sum(addressed.{{ level }}) as bigint) as {{ level }}_sends,
cast(coalesce(sum(credited.{{ level }}_returns), 0) as bigint) as {{ level }}_returns{{ ',' if not loop.last }}
{% endfor %}
from {{ ref('int_contact_months__addressed') }} as addressed
left join credited
    on addressed.contact_key = credited.contact_key and addressed.month_number = credited.month_number
where
    {% for level in levels %}
    case when addressed.{{ level }} > 0 then 1 else 0 end{{ ' +' if not loop.last }}
    {% endfor %}
    > 1
group by addressed.month_number
