with

judged as {{ read_each_time() }} (

    select
        landed.campaign_id_key,

        landed.campaign_id,
        landed.campaign_name,
        landed.channel,
        landed.targeting,

        landed.recipients,

        landed.started_at,

        {{ lineage() }},

        {{ quarantine_reason() }} as quarantine_reason

    from {{ source('landing', 'campaigns') }} as landed
    {{ join_delivery() }}

),

{{ classify('campaigns') }}

select * from classified
