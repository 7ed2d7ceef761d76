-- The marts of growth and coverage of the warehouse beside: the first quarter brought 10.00, the second 20.01 less a refund of 5.00.
alter table marts.run_info add column if not exists as_of timestamp;
update marts.run_info set as_of = timestamp '2025-07-01 12:00:00';
create table marts.revenue_bridge (
    grain varchar, period varchar, opening decimal(18, 2), new decimal(18, 2), reactivated decimal(18, 2),
    expansion decimal(18, 2), contraction decimal(18, 2), lost decimal(18, 2), without_customer decimal(18, 2),
    closing decimal(18, 2), reason varchar
);
create table marts.growth_sources (
    grain varchar, period varchar, change decimal(18, 2), delta_new decimal(18, 2), delta_existing decimal(18, 2),
    delta_without_customer decimal(18, 2), same_change decimal(18, 2), orders_effect decimal(18, 2),
    categories_effect decimal(18, 2), basket_effect decimal(18, 2), reason varchar
);
create table marts.price_volume as
select *, null::decimal(28, 2) as returning_products, null::decimal(28, 2) as dropped_products
from (
    values
    ('quarter', '2025-Q2', 'sales', 4.00, 5.50, 0.51, 0.00, null, null),
    ('quarter', '2025-Q2', 'refunds', null, null, null, null, null, -5.00)
) as t (
    grain, period, basis, price_effect, volume_effect, mix_effect, fx_effect, new_products, other_change
);

-- Two accounts, seven and eight: one moved from the one part to the other.
create table marts.coverage_waterfall as
select date_on, segment_type, 'all' as segment, part, accounts, potential
from (
    values
    (date '2025-04-01', 'buyer', 1, 5.00), (date '2025-04-01', 'not_reached', 1, null),
    (date '2025-07-01', 'buyer', 2, 7.00), (date '2025-07-01', 'not_reached', 0, null)
) as t (date_on, part, accounts, potential)
cross join (select unnest(['all', 'industry', 'region']) as segment_type);
create table marts.coverage_moves as
select *
from (
    values (date '2025-07-01', 'buyer', 'buyer', 1), (date '2025-07-01', 'not_reached', 'buyer', 1)
) as t (date_on, from_part, to_part, accounts);
create table marts.dim_dates as select unnest([date '2025-04-01', date '2025-07-01']) as date_on;
