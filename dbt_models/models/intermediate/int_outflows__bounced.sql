-- A bounce says that an outflow was not received. Of an outflow to several people it concerns the one that it names.
with

bounces as (

    {{ resolve_party(ref('stg_engagements'), condition="party.row_status = 'current' and party.kind = 'bounce'") }}

),

outflows as (

    {{ resolve_party(
        ref('stg_outflows'),
        condition="party.row_status = 'current' and party.outflow_id_key in (
            select bounces.outflow_id_key from bounces where bounces.outflow_id_key is not null
        )"
    ) }}

),

bounced as (

    select outflows.row_key as outflow_key
    from outflows
    inner join bounces
        on outflows.outflow_id_key = bounces.outflow_id_key
    where
        bounces.contact_key is null
        or outflows.contact_key is null
        or outflows.contact_key = bounces.contact_key
    group by outflows.row_key

)

select * from bounced
