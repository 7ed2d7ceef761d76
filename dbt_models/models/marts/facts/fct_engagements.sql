with

engagements as (

    {{ resolve_contact(ref('stg_engagements')) }}

),

messages as (

    select
        outflow_id_key,
        min(outflow_key) as outflow_key,
        min(contact_key) as contact_key,
        count(*) as recipients
    from {{ ref('int_outflows__qualified') }}
    where outflow_id_key in (select engagements.outflow_id_key from engagements)
    group by outflow_id_key

),

-- Few messages went to several people: there the person decides which of the outflows it was.
shared_messages as (

    select
        outflows.outflow_id_key,
        outflows.contact_key,
        min(outflows.outflow_key) as outflow_key
    from {{ ref('int_outflows__qualified') }} as outflows
    inner join messages
        on outflows.outflow_id_key = messages.outflow_id_key
    where messages.recipients > 1 and outflows.contact_key is not null
    group by outflows.outflow_id_key, outflows.contact_key

),

attached as (

    select
        engagements.row_key as engagement_key,
        case when messages.recipients = 1 then messages.outflow_key else shared_messages.outflow_key end
            as outflow_key,
        coalesce(engagements.contact_key, case when messages.recipients = 1 then messages.contact_key end)
            as contact_key,
        engagements.campaign_id_key,
        engagements.kind,
        engagements.contract,
        engagements.occurred_is_date_only,
        engagements.occurred_at
    from engagements
    left join messages
        on engagements.outflow_id_key = messages.outflow_id_key
    left join shared_messages
        on
            engagements.outflow_id_key = shared_messages.outflow_id_key
            and engagements.contact_key = shared_messages.contact_key

)

select
    {{ public_key('engagement_key') }} as engagement_key,
    {{ public_key('outflow_key') }} as outflow_key,
    {{ public_key('contact_key') }} as contact_key,
    {{ public_key('campaign_id_key') }} as campaign_key,
    kind,
    contract,
    occurred_is_date_only,
    {{ local_date('occurred_at') }} as occurred_on,
    occurred_at
from attached
