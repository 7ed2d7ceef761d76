-- How finely e-mail is targeted, month by month: the highest level that reached a fifth of all mailable contacts in the
-- month and in the two before it. Contacts count, not sends: blasts win on volume.
{% set levels = targeting_levels() %}
{% set reached_share = 0.2 %}
{% set unknown_share = 0.2 %}
with

sent as (

    select
        month_number,
        {% for level in levels %}
        count(case when {{ level }} > 0 then 1 end) as {{ level }}_contacts,
        cast(sum({{ level }}) as bigint) as {{ level }}_sends,
        {% endfor %}
        cast(sum(sends) as bigint) as sends
    from {{ ref('int_contact_months__addressed') }}
    group by month_number

),

months as (

    select
        mailable.month_number,
        mailable.month,
        mailable.ends_on,
        mailable.mailable_contacts,
        {% for level in levels %}
        coalesce(sent.{{ level }}_contacts, 0) as {{ level }}_contacts,
        coalesce(sent.{{ level }}_sends, 0) as {{ level }}_sends,
        least(coalesce(sent.{{ level }}_contacts, 0) / nullif(mailable.mailable_contacts, 0), 1) as {{ level }}_share,
        {% endfor %}
        coalesce(sent.sends, 0) as sends
    from {{ ref('int_mailable_contacts__counted') }} as mailable
    left join sent
        on mailable.month_number = sent.month_number

),

quarters as (

    select
        *,
        {% for level in levels %}
        least(
            {{ level }}_share,
            lag({{ level }}_share, 1) over (order by month_number asc nulls last),
            lag({{ level }}_share, 2) over (order by month_number asc nulls last)
        ) as {{ level }}_least_share,
        {% endfor %}
        lag(month_number, 2) over (order by month_number asc nulls last) is not null as has_two_before,
        1
        - ({{ levels | join('_sends + ') }}_sends)
        / nullif(sends, 0) as unknown_sends_share
    from months

),

judged as (

    select
        *,
        case
            when mailable_contacts = 0 then 'no contact could be sent an e-mail'
            when sends = 0 then 'no e-mail was sent'
            when unknown_sends_share > {{ unknown_share }} then 'more than a fifth of the e-mails have no level'
            when not has_two_before then 'fewer than three months of e-mail'
            when
                greatest({{ levels | join('_least_share, ') }}_least_share)
                < {{ reached_share }}
                then 'no level reached a fifth of the contacts in each of three months'
        end as reason
    from quarters

)

select
    judged.month,
    case
        when judged.reason is not null then 'cannot_tell'
        {% for level in levels | reverse %}
        when judged.{{ level }}_least_share >= {{ reached_share }} then '{{ level }}'
        {% endfor %}
    end as maturity_level,
    judged.reason,
    judged.mailable_contacts,
    judged.sends,
    {% for level in levels %}
    judged.{{ level }}_contacts,
    cast(judged.{{ level }}_share as decimal(18, 9)) as {{ level }}_share,
    judged.{{ level }}_sends,
    -- Judged once the returns of the month's last outflow have come.
    case
        when {{ day_number('run.as_of') }} - {{ day_number('judged.ends_on') }} > {{ var('lookback_days') }}
            then cast(1000 * mixed.{{ level }}_returns / nullif(mixed.{{ level }}_sends, 0) as decimal(18, 6))
    end as {{ level }}_returns_per_1000,
    {% endfor %}
    coalesce(mixed.contacts, 0) as mixed_contacts,
    cast(judged.unknown_sends_share as decimal(18, 9)) as unknown_sends_share
from judged
cross join {{ source('landing', 'run') }} as run
left join {{ ref('int_mixed_months__returned') }} as mixed
    on judged.month_number = mixed.month_number
