-- Dimensions and facts of the warehouse beside (balanced_warehouse.sql).
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
