-- Those who signed up in each month and region, by the onboarding they were offered and the one they took, and how many
-- of them were still there 26 weeks later. Whoever took one was offered it, whether that is recorded or not.
{% set followed_days = 182 %}
with

referrals as (

    select
        referrer_contact_key as contact_key,
        count(*) as referrals
    from {{ ref('int_returns__unioned') }}
    where referrer_contact_key is not null
    group by referrer_contact_key

),

signups as (

    select
        {{ month_of('followed.signed_up_on') }} as month,
        coalesce(profiled.region, 'unknown') as region,
        case when followed.offered_kind = 'none' then followed.onboarding_kind else followed.offered_kind end
            as offered_kind,
        followed.onboarding_kind,
        followed.known_days >= {{ followed_days }} as is_followed,
        coalesce(
            {{ day_number('followed.lost_on') }} - {{ day_number('followed.signed_up_on') }} >= {{ followed_days }},
            true
        ) as is_kept,
        coalesce(referrals.referrals, 0) as referrals
    from {{ ref('int_signups__followed') }} as followed
    left join {{ ref('int_contacts__profiled') }} as profiled
        on followed.contact_key = profiled.contact_key
    left join referrals
        on followed.contact_key = referrals.contact_key

)

select
    month,
    region,
    offered_kind,
    onboarding_kind,
    count(*) as customers,
    count(case when is_followed then 1 end) as followed,
    count(case when is_followed and is_kept then 1 end) as kept,
    cast(sum(case when is_followed and is_kept then referrals else 0 end) as bigint) as referrals
from signups
group by month, region, offered_kind, onboarding_kind
