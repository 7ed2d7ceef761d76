with

judged as {{ read_each_time() }} (

    select
        landed.contact_id_key,
        landed.email_key,
        landed.email_domain_key,
        landed.phone_name_key,
        landed.account_id_key,
        landed.account_domain_key,
        landed.deal_id_key,
        landed.campaign_id_key,

        landed.contact_id,
        landed.email_domain,
        landed.phone_country,
        landed.account_id,
        landed.account_domain,
        landed.deal_id,
        landed.stage,
        landed.pipeline,
        landed.status,
        landed.currency,
        landed.lost_reason,
        landed.lost_to,
        landed.deal_type,
        landed.compelling_event,
        landed.campaign_id,

        landed.amount,
        landed.probability,

        landed.created_is_date_only,

        landed.created_at,
        landed.closed_at,
        landed.expected_close_on,
        landed.compelling_event_on,

        {{ lineage() }},

        {{ quarantine_reason(moment='created_at', amount='amount', nonsense={
            'landed.probability < 0 or landed.probability > 1': 'its probability is not between 0 and 1',
        }) }} as quarantine_reason

    from {{ source('landing', 'deals') }} as landed
    {{ join_delivery() }}
    {{ join_rate('created_at') }}

),

{{ classify('deals') }}

select * from classified
