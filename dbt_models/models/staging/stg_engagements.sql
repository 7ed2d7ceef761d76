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
        landed.engagement_id_key,
        landed.outflow_id_key,
        landed.campaign_id_key,

        landed.kind,

        landed.occurred_is_date_only,

        landed.occurred_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='occurred_at') }} as quarantine_reason

    from {{ source('landing', 'engagements') }} as landed
    {{ join_delivery() }}

),

{{ classify('engagements') }}

select
    contact_id_key,
    email_key,
    email_domain_key,
    phone_name_key,
    account_id_key,
    account_domain_key,
    engagement_id_key,
    outflow_id_key,
    campaign_id_key,
    kind,
    occurred_is_date_only,
    occurred_at,
    row_key,
    content_key,
    version_at,
    exported_at,
    contract,
    quarantine_reason,
    row_status
from classified
