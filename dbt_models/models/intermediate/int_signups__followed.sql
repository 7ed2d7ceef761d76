-- Everybody who signed up: which onboarding was offered and taken, when they were lost, and how long that is known.
-- Lost is who cancelled, or was not active for longer than 95 % of the gaps between activities: on the last activity.
with

milestones as (

    {{ resolve_contact(ref('stg_milestones')) }}

),

dated as (

    select
        contact_key,
        kind,
        onboarding_kind,
        {{ local_date('reached_at') }} as reached_on
    from milestones
    where contact_key is not null

),

persons as (

    select
        contact_key,
        min(case when kind = 'signed_up' then reached_on end) as signed_up_on,
        min(case when kind = 'cancelled' then reached_on end) as cancelled_on,
        max(reached_on) as last_seen_on,
        coalesce(max(case when kind = 'onboarding_offered' then onboarding_kind end), 'none') as offered_kind,
        coalesce(max(case when kind = 'onboarded' then onboarding_kind end), 'none') as onboarding_kind,
        min(case when kind = 'onboarding_offered' then reached_on end) as offered_on
    from dated
    group by contact_key

),

gaps as (

    select
        {{ day_number('reached_on') }} - lag({{ day_number('reached_on') }}) over (
            partition by contact_key order by reached_on asc nulls last
        ) as gap_days
    from dated
    where kind in ('active', 'signed_up')

),

ranked as (

    select
        gap_days,
        row_number() over (order by gap_days asc nulls last) as place,
        count(*) over () as gaps
    from gaps
    where gap_days is not null

),

-- Where no source tells of activity, nobody can be missed: only who cancels is lost.
patience as (

    select
        coalesce(min(case when 100 * place >= 95 * gaps then gap_days end), 0) as patience_days,
        count(*) > 0 as has_activity
    from ranked

),

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

)

select
    persons.contact_key,
    persons.signed_up_on,
    persons.offered_kind,
    persons.onboarding_kind,
    patience.patience_days,
    case
        when persons.cancelled_on is not null then persons.cancelled_on
        when
            patience.has_activity
            and {{ day_number('last_day.last_on') }} - {{ day_number('persons.last_seen_on') }} > patience.patience_days
            then persons.last_seen_on
    end as lost_on,
    -- Who was lost in a week is known once the gap has passed after it.
    {{ day_number('last_day.last_on') }} - {{ day_number('persons.signed_up_on') }} - patience.patience_days
        as known_days
from persons
cross join patience
cross join last_day
where persons.signed_up_on is not null
