with

judged as {{ read_each_time() }} (

    select
        landed.old_id_key,
        landed.new_id_key,

        landed.thing,
        landed.old_id,
        landed.new_id,

        landed.merged_at,

        {{ lineage() }},

        {{ quarantine_reason() }} as quarantine_reason

    from {{ source('landing', 'merges') }} as landed
    {{ join_delivery() }}

),

{{ classify('merges') }}

select * from classified
