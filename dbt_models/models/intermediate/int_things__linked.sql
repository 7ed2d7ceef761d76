-- Links name the parties of a deal, an order or a return that its own row does not name. Keys of all three kinds of
-- things are hashes of different texts, so one column holds them.
with

identified as (

    {{ resolve_party(ref('stg_links')) }}

),

linked as (

    select
        deal_id_key as thing_key,
        contact_key,
        account_key
    from identified
    where deal_id_key is not null
    union all
    select
        order_id_key as thing_key,
        contact_key,
        account_key
    from identified
    where order_id_key is not null
    union all
    select
        return_id_key as thing_key,
        contact_key,
        account_key
    from identified
    where return_id_key is not null

),

pairs as (

    select
        thing_key,
        contact_key,
        account_key
    from linked
    where contact_key is not null or account_key is not null
    group by thing_key, contact_key, account_key

)

select * from pairs
