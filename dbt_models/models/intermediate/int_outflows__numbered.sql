{{ config(database='marts', persist_docs={'relation': true, 'columns': true}) }}
-- The outflows as they are kept, in integers and dates. They stand in the file of the marts, because the public table
-- `fct_outflows` is a view of them.
with

outflows as (

    select *
    from {{ ref('int_outflows__judged') }}

),

numbered as (

    select
        outflows.outflow_key,
        outflows.outflow_id_key,
        outflows.contact_key,
        outflows.account_key,
        outflows.campaign_id_key,
        kinds.kind_number,
        outflows.touches,
        outflows.sent_is_date_only,
        outflows.sent_on,
        outflows.sent_at
    from outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on
            outflows.contract = kinds.contract
            and coalesce(outflows.channel, '') = coalesce(kinds.channel, '')
            and outflows.level = kinds.level
            and outflows.purpose = kinds.purpose
            and coalesce(outflows.targeting, '') = coalesce(kinds.targeting, '')
            and coalesce(outflows.not_received_reason, '') = coalesce(kinds.not_received_reason, '')

)

select * from numbered
