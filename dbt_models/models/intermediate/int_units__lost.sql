-- When each unit became unreachable, which rules out that a touch still moves it: a person who unsubscribed, or whose
-- last outflow that bounced was followed by none that arrived; an account once that holds for all its people.
with

contacts as (

    {{ resolve_contact(
        ref('stg_contacts'),
        condition="party.row_status in ('current', 'superseded') and party.unsubscribed_at is not null"
    ) }}

),

engagements as (

    {{ resolve_contact(
        ref('stg_engagements'),
        condition="party.row_status = 'current' and party.kind in ('unsubscribe', 'complaint')"
    ) }}

),

-- An unsubscription without a name is the recipient's, if there was only one.
recipients as (

    select
        outflow_id_key,
        min(contact_key) as contact_key
    from {{ ref('int_outflows__qualified') }}
    where outflow_id_key in (select engagements.outflow_id_key from engagements)
    group by outflow_id_key
    having count(*) = 1

),

bounced as (

    select
        contact_key,
        latest_at
    from {{ ref('int_outflows__qualified') }}
    where not_received_reason = 'bounced' and contact_key is not null

),

last_received as (

    select
        party_key,
        max(last_touched_at) as last_touched_at
    from {{ ref('int_touches__stretched') }}
    where party_key in (select bounced.contact_key from bounced)
    group by party_key

),

losses as (

    select
        contact_key,
        unsubscribed_at as lost_at
    from contacts

    union all

    select
        coalesce(engagements.contact_key, recipients.contact_key) as contact_key,
        engagements.occurred_at as lost_at
    from engagements
    left join recipients
        on engagements.outflow_id_key = recipients.outflow_id_key

    union all

    select
        bounced.contact_key,
        bounced.latest_at as lost_at
    from bounced
    left join last_received
        on bounced.contact_key = last_received.party_key
    where last_received.party_key is null or bounced.latest_at > last_received.last_touched_at

),

lost_contacts as (

    select
        contact_key,
        min(lost_at) as lost_at
    from losses
    where contact_key is not null
    group by contact_key

),

lost as (

    select
        'contact' as unit,
        contact_key as party_key,
        lost_at
    from lost_contacts

    union all

    select
        'account' as unit,
        assigned.account_key as party_key,
        max(lost_contacts.lost_at) as lost_at
    from {{ ref('int_contacts__assigned') }} as assigned
    left join lost_contacts
        on assigned.contact_key = lost_contacts.contact_key
    group by assigned.account_key
    having count(*) = count(lost_contacts.lost_at)

)

select * from lost
