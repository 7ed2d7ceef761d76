-- A warehouse and its marts that keep every law, small enough to count by hand.
--   phone_log  10 records: 8 landed, 1 rejected, 1 footer. The 8 rows are 6 calls (4 in March, 2 in April 2025), one
--              older version of call 1 and one repeat of call 2.
--   shop       5 order lines: order 100 has 3 (March), refund 101 has 1, order 102 has 1 (April). So 2 returns,
--              2 gathered lines, 1 refund.
--   mail       4 outflows.
create schema landing;
create schema staging;
create schema intermediate;

create table landing.run as
select 'r1' as run_id, timestamp '2025-04-30 10:00:00' as as_of, 'Europe/Paris' as time_zone, 'EUR' as currency;
create table landing.deliveries as
select *, cast(null as varchar) as member, false as is_withdrawn, cast(null as varchar) as key_columns,
    cast(null as varchar) as id_systems
from (
    values
    ('d1', 'phone_log', 'returns', 'returns', 10, 8, 8, 0, 1, 0, 1),
    ('d2', 'shop', 'order_lines', 'order_lines', 5, 5, 5, 0, 0, 0, 0),
    ('d3', 'mail', 'outflows', 'outflows', 4, 4, 4, 0, 0, 0, 0)
) as t (delivery_id, contract, feed, entity, records, landed_rows, landed_records, expanded, rejected, not_selected, footer);
create table landing.tallies as
select *, cast(null as varchar) as member, 0 as expanded, 0 as not_selected, false as is_withdrawn
from (
    values
    ('d1', 'phone_log', 'returns', 'phone_log', date '2025-03-01', 6, 6, 0),
    ('d1', 'phone_log', 'returns', 'phone_log', date '2025-04-01', 2, 2, 0),
    ('d1', 'phone_log', 'returns', 'phone_log', null, 1, 0, 1),
    ('d2', 'shop', 'order_lines', 'shop', date '2025-03-01', 3, 3, 0),
    ('d2', 'shop', 'order_lines', 'shop', date '2025-04-01', 2, 2, 0)
) as t (delivery_id, contract, feed, return_source, month, delivered, landed_records, rejected);
create table landing.left_records as
select 'd1' as delivery_id, cast(null as varchar) as member, 'phone_log' as contract, 'returns' as feed, 10 as row_number,
    'rejected' as disposition;
create table landing.sightings as
select *, cast(null as varchar) as member, cast(null as varchar) as part, false as is_withdrawn
from (
    values
    ('d1', 'phone_log', timestamp '2025-04-30 10:00:00'),
    ('d2', 'shop', timestamp '2025-04-30 10:00:00'),
    ('d3', 'mail', timestamp '2025-04-30 10:00:00')
) as t (delivery_id, contract, exported_at);
create table landing.return_sources as
select *, cast(null as varchar) as pauses
from (
    values
    ('phone_log', 'phone_log', 'returns', 'returns', 'week', 3, cast(null as date), cast(null as date)),
    ('shop', 'shop', 'order_lines', 'order_lines', 'none', 0, null, null)
) as t (return_source, contract, feed, entity, every, grace_days, declared_from, declared_until);
create table landing.problems (file_name varchar, kind varchar, message varchar);

copy (
    select
        *, 'phone_log' as _contract, 'returns' as _feed, 'd1' as _delivery_id, cast(null as varchar) as _member
    from (
        values
        (1, 51, timestamp '2025-03-10 12:00:00'),
        (2, 52, timestamp '2025-03-10 12:00:00'),
        (3, 53, timestamp '2025-03-10 12:00:00'),
        (4, 54, timestamp '2025-03-31 21:59:59'),
        (5, 55, timestamp '2025-03-31 22:00:00'),
        (6, 56, timestamp '2025-04-10 12:00:00'),
        (1, 50, timestamp '2025-03-10 12:00:00'),
        (2, 52, timestamp '2025-03-10 12:00:00')
    ) as t (_key, _content, returned_at)
) to '{landed}' (format parquet);
create view landing.returns as select * from read_parquet('{landed}');
create table landing.order_lines as
select
    *, _key as _content, 'shop' as _contract, 'order_lines' as _feed, 'd2' as _delivery_id,
    cast(null as varchar) as _member
from (values (11), (12), (13), (14), (15)) as t (_key);
create table landing.outflows as
select
    *, _key as _content, timestamp '2025-03-01 12:00:00' as sent_at, 'mail' as _contract, 'outflows' as _feed,
    'd3' as _delivery_id, cast(null as varchar) as _member
from (values (21), (22), (23), (24)) as t (_key);

create table staging.stg_returns as
select *, 'phone_log' as contract, 'phone_log' as return_source, cast(null as varchar) as quarantine_reason
from (
    values
    (1, 51, 'current', timestamp '2025-03-10 12:00:00'),
    (2, 52, 'current', timestamp '2025-03-10 12:00:00'),
    (3, 53, 'current', timestamp '2025-03-10 12:00:00'),
    (4, 54, 'current', timestamp '2025-03-31 21:59:59'),
    (5, 55, 'current', timestamp '2025-03-31 22:00:00'),
    (6, 56, 'current', timestamp '2025-04-10 12:00:00'),
    (1, 50, 'superseded', timestamp '2025-03-10 12:00:00'),
    (2, 52, 'duplicate', timestamp '2025-03-10 12:00:00')
) as t (row_key, content_key, row_status, returned_at);
create table staging.stg_orders (
    row_key bigint, content_key bigint, order_id_key bigint, contract varchar, return_source varchar,
    row_status varchar, quarantine_reason varchar, kind varchar, currency varchar, amount decimal(18, 6),
    ordered_at timestamp
);
create table staging.stg_order_lines as
select
    *, row_key as content_key, 'shop' as contract, 'shop' as return_source, 'current' as row_status,
    cast(null as varchar) as quarantine_reason, cast(null as varchar) as kind, cast(null as varchar) as currency,
    cast(null as decimal(18, 6)) as unit_price
from (
    values
    (11, 100, 2, 3.00, timestamp '2025-03-12 12:00:00'),
    (12, 100, 2, 3.00, timestamp '2025-03-12 12:00:00'),
    (13, 100, 2, 4.00, timestamp '2025-03-12 12:00:00'),
    (14, 101, -1, 5.00, timestamp '2025-04-12 12:00:00'),
    (15, 102, 2, 20.01, timestamp '2025-04-12 12:00:00')
) as t (row_key, order_id_key, quantity, amount, ordered_at);
create table staging.stg_outflows as
select
    *, row_key as content_key, timestamp '2025-03-01 12:00:00' as sent_at, 'mail' as contract, 'current' as row_status,
    cast(null as varchar) as quarantine_reason
from (values (21), (22), (23), (24)) as t (row_key);
create table staging.stg_deals (row_status varchar, contract varchar, currency varchar, amount decimal(18, 6));
create table staging.stg_costs (row_status varchar, contract varchar, currency varchar, amount decimal(18, 6));
