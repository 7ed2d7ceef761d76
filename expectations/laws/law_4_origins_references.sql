-- References of facts that lead nowhere. A null names nobody and is none; every other value must exist where it leads. A
-- key that stands twice in its dimension is found by law origins_keys.
with parties as (
    -- Most outflows are to somebody who got others: each pair meets the dimensions once.
    select 'fct_outflows' as source, contact_key, account_key, count(*) as facts
    from marts.fct_outflows
    group by contact_key, account_key
    union all by name
    select 'fct_returns' as source, contact_key, account_key, 1 as facts from marts.fct_returns
    union all by name
    select 'fct_engagements' as source, contact_key, 1 as facts from marts.fct_engagements
    union all by name
    select 'fct_deals' as source, contact_key, account_key, 1 as facts from marts.fct_deals
    union all by name
    select 'fct_orders' as source, contact_key, account_key, 1 as facts from marts.fct_orders
    union all by name
    select 'fct_tickets' as source, contact_key, account_key, 1 as facts from marts.fct_tickets
    union all by name
    select 'bridge_deal_contacts' as source, contact_key, 1 as facts from marts.bridge_deal_contacts
    union all by name
    select 'bridge_deal_accounts' as source, account_key, 1 as facts from marts.bridge_deal_accounts
),

lost as (
    select source, 'contact_key' as period, contact_key as key, facts
    from parties anti join marts.dim_contacts using (contact_key)
    union all
    select source, 'account_key' as period, account_key as key, facts
    from parties anti join marts.dim_accounts using (account_key)
    union all
    select 'fct_outflows' as source, 'campaign_key' as period, campaign_key as key, 1 as facts
    from marts.fct_outflows anti join marts.dim_campaigns using (campaign_key)
    union all
    select 'fct_outflows' as source, 'channel' as period, channel as key, 1 as facts
    from marts.fct_outflows anti join marts.dim_channels using (channel)
    union all
    select 'fct_returns' as source, 'source' as period, source as key, 1 as facts
    from marts.fct_returns anti join marts.dim_return_sources using (source)
    union all
    select 'fct_order_lines' as source, 'order_key' as period, order_key as key, 1 as facts
    from marts.fct_order_lines anti join marts.fct_orders using (order_key)
    union all
    select 'fct_order_lines' as source, 'product_key' as period, product_key as key, 1 as facts
    from marts.fct_order_lines anti join marts.dim_products using (product_key)
    union all
    select 'fct_costs' as source, 'channel' as period, channel as key, 1 as facts
    from marts.fct_costs anti join marts.dim_channels using (channel)
    union all
    select 'fct_costs' as source, 'campaign_key' as period, campaign_key as key, 1 as facts
    from marts.fct_costs anti join marts.dim_campaigns using (campaign_key)
    union all
    select 'bridge_deal_contacts' as source, 'deal_key' as period, deal_key as key, 1 as facts
    from marts.bridge_deal_contacts anti join marts.fct_deals using (deal_key)
    union all
    select 'bridge_deal_accounts' as source, 'deal_key' as period, deal_key as key, 1 as facts
    from marts.bridge_deal_accounts anti join marts.fct_deals using (deal_key)
),

checked as (
    select source, period, sum(case when key is null then 0 else facts end) as found, min(key, 5) as lost_keys
    from lost
    group by source, period
),

referring as (
    select source, unnest(string_split(columns, ' ')) as period
    from (
        values
        ('fct_outflows', 'contact_key account_key campaign_key channel'),
        ('fct_returns', 'contact_key account_key source'),
        ('fct_engagements', 'contact_key'),
        ('fct_deals', 'contact_key account_key'),
        ('fct_orders', 'contact_key account_key'),
        ('fct_order_lines', 'order_key product_key'),
        ('fct_tickets', 'contact_key account_key'),
        ('fct_costs', 'channel campaign_key'),
        ('bridge_deal_contacts', 'deal_key contact_key'), ('bridge_deal_accounts', 'deal_key account_key')
    ) as facts (source, columns)
)

select
    referring.source,
    referring.period,
    0 as expected,
    coalesce(checked.found, 0) as found,
    array_to_string(checked.lost_keys, ', ') as first_keys
from referring
left join checked on referring.source = checked.source and referring.period = checked.period
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    coalesce(sum(found), 0) as found,
    array_to_string(min(array_to_string(lost_keys, ', '), 5), ', ') as first_keys
from checked
