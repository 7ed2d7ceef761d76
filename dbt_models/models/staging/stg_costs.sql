with

judged as {{ read_each_time() }} (

    select
        landed.cost_id_key,
        landed.campaign_id_key,

        landed.cost_id,
        landed.channel,
        landed.campaign_id,
        landed.campaign_name,
        landed.currency,

        landed.amount,

        landed.spent_is_date_only,

        landed.spent_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='spent_at', amount='amount') }} as quarantine_reason

    from {{ source('landing', 'costs') }} as landed
    {{ join_delivery() }}
    {{ join_rate('spent_at') }}

),

{{ classify('costs') }}

select * from classified
