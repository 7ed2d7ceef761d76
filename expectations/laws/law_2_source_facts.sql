-- Facts keep one row per current row of staging; orders also one per order number that only lines name. `found` is what
-- the fact tables hold per contract.
with facts as (
    select 'outflows' as entity, contract, count(*) as found from marts.fct_outflows group by contract
    union all
    select 'engagements' as entity, contract, count(*) as found from marts.fct_engagements group by contract
    union all
    select 'deals' as entity, contract, count(*) as found from marts.fct_deals group by contract
    union all
    select 'tickets' as entity, contract, count(*) as found from marts.fct_tickets group by contract
    union all
    select 'costs' as entity, contract, count(*) as found from marts.fct_costs group by contract
    union all
    select 'order_lines' as entity, contract, count(*) as found from marts.fct_order_lines group by contract
    union all
    select 'orders' as entity, contract, count(*) as found
    from marts.fct_orders
    where made_from = 'header'
    group by contract
    union all
    select 'orders made from lines' as entity, contract, count(*) as found
    from marts.fct_orders
    where made_from = 'lines'
    group by contract
),

expected as (
    select
        entity,
        contract,
        sum(staged) as expected
    from witness_staged
    where
        row_status = 'current'
        and entity in ('outflows', 'engagements', 'deals', 'tickets', 'costs', 'order_lines', 'orders')
    group by entity, contract
    union all
    select
        'orders made from lines' as entity,
        contract,
        count(*) as expected
    from witness_orders_of_lines
    group by contract
),

compared as (
    select
        coalesce(facts.contract, expected.contract, '(none)') as source,
        coalesce(facts.entity, expected.entity) as period,
        coalesce(expected.expected, 0) as expected,
        coalesce(facts.found, 0) as found
    from facts
    full join expected on facts.contract = expected.contract and facts.entity = expected.entity
)

select
    source,
    period,
    expected,
    found,
    cast(null as varchar) as first_keys
from compared
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(expected), 0) as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from compared
