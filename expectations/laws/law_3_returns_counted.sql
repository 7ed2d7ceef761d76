-- Per source and month: current rows of staging, without gathered lines and refunds, against fct_returns. Every month of
-- a source's life has a row, also one without a return: nothing may vanish together with its month. In sum: no return has
-- another key, source or moment than staging says.
with strays as (
    select witness_returns.* from witness_returns anti join witness_told_returns using (return_key, source, month, returned_at)
    union all
    select return_key, source, month, returned_at from witness_told_returns anti join witness_returns using (return_key, source, month, returned_at)
),

lives as (
    select
        source,
        month
    from witness_months
    union
    select
        coalesce(source, '(none)') as source,
        month
    from witness_told_returns
),

expected as (
    select
        source,
        month,
        count(*) as returns
    from witness_returns
    group by source, month
),

found as (
    select
        coalesce(source, '(none)') as source,
        month,
        count(*) as returns
    from witness_told_returns
    group by coalesce(source, '(none)'), month
),

first_strays as (
    select
        coalesce(source, '(none)') as source,
        month,
        array_to_string(min(return_key, 5), ', ') as first_keys
    from strays
    group by coalesce(source, '(none)'), month
)

select
    lives.source,
    strftime(lives.month, '%Y-%m') as period,
    coalesce(expected.returns, 0) as expected,
    coalesce(found.returns, 0) as found,
    first_strays.first_keys
from lives
left join expected on lives.source = expected.source and lives.month = expected.month
left join found on lives.source = found.source and lives.month = found.month
left join first_strays on lives.source = first_strays.source and lives.month = first_strays.month
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    count(*) as found,
    array_to_string(min(return_key, 5), ', ') as first_keys
from strays
