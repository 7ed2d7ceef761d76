-- When each unit became unreachable, which rules out that a touch still moves it: a person who unsubscribed, or whose
-- last outflow that bounced was followed by none that arrived; an account once that holds for all its people.
with

engagements as (

    {{ resolve_contact(
        ref('stg_engagements'), condition="row_status = 'current' and party.kind in ('unsubscribe', 'complaint')"
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

-- Bounces after which nothing arrived.
bounced as (

    select
        outflows.contact_key,
        outflows.latest_at
    from {{ ref('int_outflows__qualified') }} as outflows
    left join {{ ref('int_touches__stretched') }} as touches
        on outflows.contact_key = touches.party_key and outflows.latest_at <= touches.last_touched_at
    where outflows.not_received_reason = 'bounced' and touches.party_key is null

),

losses as (

    select
        contact_key,
        unsubscribed_at as lost_at
    from (
        {{ resolve_contact(
            ref('stg_contacts'),
            condition="party.row_status in ('current', 'superseded') and party.unsubscribed_at is not null"
        ) }}
    ) as contacts

    union all

    select
        coalesce(engagements.contact_key, recipients.contact_key) as contact_key,
        engagements.occurred_at as lost_at
    from engagements
    left join recipients
        on engagements.outflow_id_key = recipients.outflow_id_key

    union all

    select
        contact_key,
        latest_at as lost_at
    from bounced

),

lost_contacts as (

    select
        contact_key as party_key,
        min(lost_at) as lost_at
    from losses
    where contact_key is not null
    group by contact_key

),

lost as (

    select * from lost_contacts

    union all

    select
        assigned.account_key as party_key,
        max(lost_contacts.lost_at) as lost_at
    from {{ ref('int_contacts__assigned') }} as assigned
    left join lost_contacts
        on assigned.contact_key = lost_contacts.party_key
    group by assigned.account_key
    having count(*) = count(lost_contacts.lost_at)

)

select * from lost
