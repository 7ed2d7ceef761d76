with

judged as {{ read_each_time() }} (

    select
        landed.deal_id_key,

        landed.deal_id,
        landed.stage,

        landed.entered_is_date_only,

        landed.entered_at,
        landed.left_at,

        {{ lineage() }},

        {{ quarantine_reason(moment='entered_at') }} as quarantine_reason

    from {{ source('landing', 'deal_stages') }} as landed
    {{ join_delivery() }}

),

{{ classify('deal_stages') }}

select * from classified
