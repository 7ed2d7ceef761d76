-- Where every record of the warehouse beside (balanced_warehouse.sql) went.
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
