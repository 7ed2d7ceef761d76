-- References of facts that lead nowhere. A null names nobody and is none; every other value must exist where it leads.
with dangling as (
    select 'fct_returns' as source, 'contact_key' as period, contact_key as key
    from marts.fct_returns anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'fct_returns' as source, 'account_key' as period, account_key as key
    from marts.fct_returns anti join marts.dim_accounts using (account_key)
    where account_key is not null
    union all
    select 'fct_returns' as source, 'source' as period, source as key
    from marts.fct_returns anti join marts.dim_return_sources using (source)
    where source is not null
    union all
    select 'fct_outflows' as source, 'contact_key' as period, contact_key as key
    from marts.fct_outflows anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'fct_outflows' as source, 'account_key' as period, account_key as key
    from marts.fct_outflows anti join marts.dim_accounts using (account_key)
    where account_key is not null
    union all
    select 'fct_outflows' as source, 'campaign_key' as period, campaign_key as key
    from marts.fct_outflows anti join marts.dim_campaigns using (campaign_key)
    where campaign_key is not null
    union all
    select 'fct_outflows' as source, 'channel' as period, channel as key
    from marts.fct_outflows anti join marts.dim_channels using (channel)
    where channel is not null
    union all
    select 'fct_engagements' as source, 'contact_key' as period, contact_key as key
    from marts.fct_engagements anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'fct_deals' as source, 'contact_key' as period, contact_key as key
    from marts.fct_deals anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'fct_deals' as source, 'account_key' as period, account_key as key
    from marts.fct_deals anti join marts.dim_accounts using (account_key)
    where account_key is not null
    union all
    select 'fct_orders' as source, 'contact_key' as period, contact_key as key
    from marts.fct_orders anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'fct_orders' as source, 'account_key' as period, account_key as key
    from marts.fct_orders anti join marts.dim_accounts using (account_key)
    where account_key is not null
    union all
    select 'fct_order_lines' as source, 'order_key' as period, order_key as key
    from marts.fct_order_lines anti join marts.fct_orders using (order_key)
    where order_key is not null
    union all
    select 'fct_order_lines' as source, 'product_key' as period, product_key as key
    from marts.fct_order_lines anti join marts.dim_products using (product_key)
    where product_key is not null
    union all
    select 'fct_tickets' as source, 'contact_key' as period, contact_key as key
    from marts.fct_tickets anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'fct_tickets' as source, 'account_key' as period, account_key as key
    from marts.fct_tickets anti join marts.dim_accounts using (account_key)
    where account_key is not null
    union all
    select 'fct_costs' as source, 'channel' as period, channel as key
    from marts.fct_costs anti join marts.dim_channels using (channel)
    where channel is not null
    union all
    select 'fct_costs' as source, 'campaign_key' as period, campaign_key as key
    from marts.fct_costs anti join marts.dim_campaigns using (campaign_key)
    where campaign_key is not null
    union all
    select 'bridge_deal_contacts' as source, 'deal_key' as period, deal_key as key
    from marts.bridge_deal_contacts anti join marts.fct_deals using (deal_key)
    where deal_key is not null
    union all
    select 'bridge_deal_contacts' as source, 'contact_key' as period, contact_key as key
    from marts.bridge_deal_contacts anti join marts.dim_contacts using (contact_key)
    where contact_key is not null
    union all
    select 'bridge_deal_accounts' as source, 'deal_key' as period, deal_key as key
    from marts.bridge_deal_accounts anti join marts.fct_deals using (deal_key)
    where deal_key is not null
    union all
    select 'bridge_deal_accounts' as source, 'account_key' as period, account_key as key
    from marts.bridge_deal_accounts anti join marts.dim_accounts using (account_key)
    where account_key is not null
),

counted as (
    select
        source,
        period,
        count(*) as found,
        array_to_string(min(key, 5), ', ') as first_keys
    from dangling
    group by source, period
)

select
    checked.source,
    checked.period,
    0 as expected,
    coalesce(counted.found, 0) as found,
    counted.first_keys
from (
    values
    ('fct_returns', 'contact_key'),
    ('fct_returns', 'account_key'),
    ('fct_returns', 'source'),
    ('fct_outflows', 'contact_key'),
    ('fct_outflows', 'account_key'),
    ('fct_outflows', 'campaign_key'),
    ('fct_outflows', 'channel'),
    ('fct_engagements', 'contact_key'),
    ('fct_deals', 'contact_key'),
    ('fct_deals', 'account_key'),
    ('fct_orders', 'contact_key'),
    ('fct_orders', 'account_key'),
    ('fct_order_lines', 'order_key'),
    ('fct_order_lines', 'product_key'),
    ('fct_tickets', 'contact_key'),
    ('fct_tickets', 'account_key'),
    ('fct_costs', 'channel'),
    ('fct_costs', 'campaign_key'),
    ('bridge_deal_contacts', 'deal_key'),
    ('bridge_deal_contacts', 'contact_key'),
    ('bridge_deal_accounts', 'deal_key'),
    ('bridge_deal_accounts', 'account_key')
) as checked (source, period)
left join counted on checked.source = counted.source and checked.period = counted.period
