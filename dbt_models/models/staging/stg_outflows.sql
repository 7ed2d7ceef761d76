-- Text is what costs in millions of rows: where a row came from, landing knows by its key.
with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.outflow_id_key,
        landed.campaign_id_key,

        landed.channel,
        landed.level,
        landed.purpose,
        landed.status,
        landed.targeting,

        landed.touches,

        landed.sent_is_date_only,

        landed.sent_at,

        landed.campaign_id_key is not null or landed.campaign_name is not null as has_campaign,

        {{ lineage() }},

        {{ quarantine_reason(moment='sent_at') }} as quarantine_reason

    from {{ source('landing', 'outflows') }} as landed
    {{ join_delivery() }}

),

{{ classify('outflows') }}

select
    contact_id_key,
    email_key,
    email_domain_key,
    phone_name_key,
    account_id_key,
    account_domain_key,
    outflow_id_key,
    campaign_id_key,
    channel,
    level,
    purpose,
    status,
    targeting,
    touches,
    sent_is_date_only,
    sent_at,
    has_campaign,
    row_key,
    content_key,
    version_at,
    exported_at,
    contract,
    quarantine_reason,
    row_status
from classified
