-- References of facts that lead nowhere. A null names nobody and is none; every other value must exist where it leads.
with referring as (
    select 'fct_returns' as source, *
    from (unpivot (select contact_key, account_key, source from marts.fct_returns) on columns(*) into name period value key)
    union all
    select 'fct_engagements' as source, 'contact_key' as period, contact_key as key
    from marts.fct_engagements
    where contact_key is not null
    union all
    select 'fct_deals' as source, *
    from (unpivot (select contact_key, account_key from marts.fct_deals) on columns(*) into name period value key)
    union all
    select 'fct_orders' as source, *
    from (unpivot (select contact_key, account_key from marts.fct_orders) on columns(*) into name period value key)
    union all
    select 'fct_order_lines' as source, *
    from (unpivot (select order_key, product_key from marts.fct_order_lines) on columns(*) into name period value key)
    union all
    select 'fct_tickets' as source, *
    from (unpivot (select contact_key, account_key from marts.fct_tickets) on columns(*) into name period value key)
    union all
    select 'fct_costs' as source, *
    from (unpivot (select channel, campaign_key from marts.fct_costs) on columns(*) into name period value key)
    union all
    select 'bridge_deal_contacts' as source, *
    from (
        unpivot (select deal_key, contact_key from marts.bridge_deal_contacts) on columns(*) into name period value key
    )
    union all
    select 'bridge_deal_accounts' as source, *
    from (
        unpivot (select deal_key, account_key from marts.bridge_deal_accounts) on columns(*) into name period value key
    )
),

things as (
    select 'contact_key' as period, contact_key as key from marts.dim_contacts
    union all
    select 'account_key' as period, account_key as key from marts.dim_accounts
    union all
    select 'campaign_key' as period, campaign_key as key from marts.dim_campaigns
    union all
    select 'channel' as period, channel as key from marts.dim_channels
    union all
    select 'source' as period, source as key from marts.dim_return_sources
    union all
    select 'product_key' as period, product_key as key from marts.dim_products
    union all
    select 'order_key' as period, order_key as key from marts.fct_orders
    union all
    select 'deal_key' as period, deal_key as key from marts.fct_deals
),

-- A key that stands twice in its dimension is found by law origins_keys.
checked as (
    select
        referring.source,
        referring.period,
        count(referring.key) filter (where things.key is null) as found,
        min(referring.key, 5) filter (where things.key is null) as lost_keys
    from referring
    left join (select distinct period, key from things) as things
        on referring.period = things.period and referring.key = things.key
    group by referring.source, referring.period
    -- Outflows are many: each of their columns meets its own dimension, and only what is lost is made longer.
    union all
    select
        'fct_outflows' as source,
        period,
        count(lost_key) as found,
        min(lost_key, 5) as lost_keys
    from (
        select unnest(['contact_key', 'account_key', 'campaign_key', 'channel']) as period
    ) as columns
    left join (
        select 'contact_key' as lost_period, contact_key as lost_key
        from marts.fct_outflows anti join marts.dim_contacts using (contact_key)
        union all
        select 'account_key' as lost_period, account_key as lost_key
        from marts.fct_outflows anti join marts.dim_accounts using (account_key)
        union all
        select 'campaign_key' as lost_period, campaign_key as lost_key
        from marts.fct_outflows anti join marts.dim_campaigns using (campaign_key)
        union all
        select 'channel' as lost_period, channel as lost_key
        from marts.fct_outflows anti join marts.dim_channels using (channel)
    ) as lost
        on columns.period = lost.lost_period
    group by period
)

select
    source,
    period,
    0 as expected,
    found,
    array_to_string(lost_keys, ', ') as first_keys
from checked
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    sum(found) as found,
    array_to_string(min(array_to_string(lost_keys, ', '), 5), ', ') as first_keys
from checked
