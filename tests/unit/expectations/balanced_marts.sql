-- The marts of the warehouse beside (balanced_warehouse.sql).
create table marts.dim_contacts as select unnest(['1', '3']) as contact_key;
create table marts.dim_accounts as select unnest(['7', '8']) as account_key;
create table marts.dim_campaigns as select '31' as campaign_key;
create table marts.dim_products as select '41' as product_key;
create table marts.dim_channels as select 'email' as channel;
create table marts.dim_return_sources as select unnest(['phone_log', 'shop']) as source;
create table marts.fct_returns as
select *, '1' as contact_key, cast(null as varchar) as account_key, false as is_referral
from (
    values
    ('1', 'phone_log', 'direct', timestamp '2025-03-10 12:00:00'),
    ('2', 'phone_log', 'direct', timestamp '2025-03-10 12:00:00'),
    ('3', 'phone_log', 'untargeted', timestamp '2025-03-10 12:00:00'),
    ('4', 'phone_log', 'direct', timestamp '2025-03-31 21:59:59'),
    ('5', 'phone_log', 'direct', timestamp '2025-03-31 22:00:00'),
    ('6', 'phone_log', 'beyond_window', timestamp '2025-04-10 12:00:00'),
    ('100', 'shop', 'direct', timestamp '2025-03-12 12:00:00'),
    ('102', 'shop', 'direct', timestamp '2025-04-12 12:00:00')
) as t (return_key, source, origin, returned_at);
comment on table marts.fct_returns is 'One row per return.';
comment on column marts.fct_returns.origin is 'How the return''s contact had been addressed.';
create table marts.fct_outflows as
select
    *, timestamp '2025-03-01 12:00:00' as sent_at, 'mail' as contract, '3' as contact_key, '8' as account_key,
    '31' as campaign_key, 'email' as channel, cast(null as decimal(18, 6)) as cost
from (values ('21'), ('22'), ('23'), ('24')) as t (outflow_key);
create table marts.fct_order_lines as
select *, amount as amount_reporting, cast(null as varchar) as currency, 'shop' as contract, '41' as product_key
from (
    values
    ('11', '100', 3.00, timestamp '2025-03-12 12:00:00'),
    ('12', '100', 3.00, timestamp '2025-03-12 12:00:00'),
    ('13', '100', 4.00, timestamp '2025-03-12 12:00:00'),
    ('14', '101', -5.00, timestamp '2025-04-12 12:00:00'),
    ('15', '102', 20.01, timestamp '2025-04-12 12:00:00')
) as t (order_line_key, order_key, amount, ordered_at);
create table marts.fct_orders as
select
    *, amount_reporting as amount, cast(null as varchar) as currency, 'shop' as contract, '1' as contact_key,
    cast(null as varchar) as account_key, 'lines' as made_from
from (
    values
    ('100', 'order', 10.00, timestamp '2025-03-12 12:00:00'),
    ('101', 'refund', -5.00, timestamp '2025-04-12 12:00:00'),
    ('102', 'order', 20.01, timestamp '2025-04-12 12:00:00')
) as t (order_key, kind, amount_reporting, ordered_at);
create table marts.fct_engagements (
    engagement_key varchar, contract varchar, contact_key varchar, occurred_at timestamp
);
create table marts.fct_deals (
    deal_key varchar, contract varchar, contact_key varchar, account_key varchar, status varchar, currency varchar,
    amount decimal(18, 2), amount_reporting decimal(18, 2), created_at timestamp, closed_at timestamp
);
create table marts.fct_tickets (
    ticket_key varchar, contract varchar, contact_key varchar, account_key varchar, opened_at timestamp
);
create table marts.fct_costs (
    cost_key varchar, contract varchar, channel varchar, campaign_key varchar, currency varchar,
    amount decimal(18, 2), amount_reporting decimal(18, 2), spent_at timestamp
);
create schema if not exists marts.intermediate;
create table marts.intermediate.int_outflow_costs__spread (channel_number integer, cost decimal(28, 6));
create table marts.bridge_deal_contacts (deal_key varchar, contact_key varchar);
create table marts.bridge_deal_accounts (deal_key varchar, account_key varchar);
create view marts.direct_returns as select return_key from marts.fct_returns where origin = 'direct';
comment on view marts.direct_returns is 'One row per direct return.';
comment on column marts.direct_returns.return_key is 'Key of the return.';

create table marts.sightings as select delivery_id from landing.sightings;
create table marts.rejected_records as select delivery_id from landing.left_records where disposition = 'rejected';
create table marts.contact_key_aliases as select unnest(['1', '2', '3']) as alias_key;
create table marts.account_key_aliases as select unnest(['7', '8']) as alias_key;
create table marts.identity_links as select 'contact' as thing;
create table marts.delivery_ledger as
select delivery_id, contract, entity, records, landed_records as landed, rejected, not_selected, footer, expanded
from landing.deliveries;
create table marts.source_ledger as
select *, 0 as quarantined, 0 as erased, 0 as withdrawn
from (
    values ('phone_log', 'returns', 8, 6, 1, 1), ('shop', 'order_lines', 5, 5, 0, 0), ('mail', 'outflows', 4, 4, 0, 0)
) as t (contract, entity, landed, current_rows, superseded, duplicates);
create table marts.return_ledger as
select *, 0 as expanded, 0 as not_selected, 0 as quarantined, 0 as erased, 0 as withdrawn, 0 as same_account,
    0 as referral, 0 as anonymous, 0 as difference
from (
    values
    ('phone_log', date '2025-03-01', 6, 0, 1, 1, 0, 0, 4, 3, 0, 1),
    ('phone_log', date '2025-04-01', 2, 0, 0, 0, 0, 0, 2, 1, 1, 0),
    ('phone_log', null, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    ('shop', date '2025-03-01', 3, 0, 0, 0, 2, 0, 1, 1, 0, 0),
    ('shop', date '2025-04-01', 2, 0, 0, 0, 0, 1, 1, 1, 0, 0)
) as t (
    source, month, delivered, rejected, superseded, duplicates, gathered, refunds, counted, direct, beyond_window,
    untargeted
);

-- Order 100 has two touchpoints, a mail in February and a letter in March, every model giving half to each; the other
-- orders and returns have one mail of March each, or none.
create table marts.run_info as select 'r1' as run_id, 112 as lookback_days, 'order' as revenue_from;
create table marts.attribution_touchpoints as
with paths as (
    select
        'return' as conversion_type,
        return_key as conversion_key,
        1 as position,
        case when origin = 'direct' then 'email' else '(none)' end as channel,
        1 as credit,
        null as revenue,
        date '2025-03-01' as sent_month,
        cast(date_trunc('month', timezone('Europe/Paris', timezone('UTC', returned_at))) as date) as month
    from marts.fct_returns
    union all
    select 'order', order_key, position, channel, credit, revenue, sent_month, month
    from (
        values
        ('100', 1, 'email', 0.5, 5.00, date '2025-02-01', date '2025-03-01'),
        ('100', 2, 'letter', 0.5, 5.00, date '2025-03-01', date '2025-03-01'),
        ('102', 1, 'email', 1, 20.01, date '2025-03-01', date '2025-04-01')
    ) as t (order_key, position, channel, credit, revenue, sent_month, month)
)
select
    *,
    case when channel = '(none)' then 0 else count(*) over (partition by conversion_type, conversion_key, scope) end
        as touchpoints,
    cast(credit as decimal(18, 9)) as credit_first,
    cast(credit as decimal(18, 9)) as credit_last,
    cast(credit as decimal(18, 9)) as credit_last_non_brand,
    cast(credit as decimal(18, 9)) as credit_linear,
    cast(credit as decimal(18, 9)) as credit_position,
    cast(credit as decimal(18, 9)) as credit_w_shaped,
    cast(credit as decimal(18, 9)) as credit_full_path,
    cast(credit as decimal(18, 9)) as credit_time_decay,
    cast(revenue as decimal(18, 2)) as revenue_first,
    cast(revenue as decimal(18, 2)) as revenue_last,
    cast(revenue as decimal(18, 2)) as revenue_last_non_brand,
    cast(revenue as decimal(18, 2)) as revenue_linear,
    cast(revenue as decimal(18, 2)) as revenue_position,
    cast(revenue as decimal(18, 2)) as revenue_w_shaped,
    cast(revenue as decimal(18, 2)) as revenue_full_path,
    cast(revenue as decimal(18, 2)) as revenue_time_decay
from paths
cross join (select unnest(['person', 'account']) as scope);
create table marts.attribution_summary as
select
    model,
    scope,
    112 as lookback_days,
    conversion_type,
    month_basis,
    case month_basis when 'sent' then sent_month else month end as month,
    channel,
    sum(credit_linear) as conversions,
    sum(revenue_linear) as revenue,
    cast(null as decimal(28, 6)) as cost
from marts.attribution_touchpoints
cross join (
    select unnest([
        'first', 'last', 'last_non_brand', 'linear', 'position', 'w_shaped', 'full_path', 'time_decay'
    ]) as model
)
cross join (select unnest(['sent', 'converted']) as month_basis)
group by all
union all
select model, scope, 112, conversion_type, null, null, channel, sum(credit_linear), sum(revenue_linear), null
from marts.attribution_touchpoints
cross join (select unnest(['markov', 'markov_2', 'markov_3', 'shapley']) as model)
group by all
union all
select 'last', scope, 30, conversion_type, null, null, channel, sum(credit_linear), null, null
from marts.attribution_touchpoints
group by all;
