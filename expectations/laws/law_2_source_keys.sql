-- The keys of a fact table, each with its moment, are those of staging's current rows, each once: compared as the sum of
-- their hashes, one pass over each table. Keys of staging are unique by law source_current, so a key that is dropped
-- while another is doubled shows here although the counts agree. Those of fct_returns are in law returns_counted.
with facts as (
    select 'outflows' as entity, sum(hash(outflow_key, sent_at)) as found from marts.fct_outflows
    union all
    select 'engagements' as entity, sum(hash(engagement_key, occurred_at)) as found from marts.fct_engagements
    union all
    select 'deals' as entity, sum(hash(deal_key, created_at)) as found from marts.fct_deals
    union all
    select 'tickets' as entity, sum(hash(ticket_key, opened_at)) as found from marts.fct_tickets
    union all
    select 'costs' as entity, sum(hash(cost_key, spent_at)) as found from marts.fct_costs
    union all
    select 'order_lines' as entity, sum(hash(order_line_key, ordered_at)) as found from marts.fct_order_lines
    union all
    select 'orders' as entity, sum(hash(order_key, ordered_at)) as found
    from marts.fct_orders
    where made_from = 'header'
    union all
    select 'orders made from lines' as entity, sum(hash(order_key, ordered_at)) as found
    from marts.fct_orders
    where made_from = 'lines'
),

expected as (
    select
        entity,
        sum(key_sum) as expected
    from witness_staged
    where row_status = 'current'
    group by entity
    union all
    select
        'orders made from lines' as entity,
        sum(hash(order_key, ordered_at)) as expected
    from witness_orders_of_lines
)

select
    facts.entity as source,
    'keys' as period,
    coalesce(expected.expected, 0) as expected,
    coalesce(facts.found, 0) as found,
    cast(null as varchar) as first_keys
from facts
left join expected on facts.entity = expected.entity
