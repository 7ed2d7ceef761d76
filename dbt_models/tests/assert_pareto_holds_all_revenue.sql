-- Guards against a join or a filter between the facts and the Pareto marts that drops or repeats revenue: per period
-- that spans all time, members and revenue without a member together are the orders' own total.
with

members as (

    select sum(revenue) as revenue
    from {{ ref('pareto_customers') }}
    where dimension = 'customer' and period = 'all'

),

nobody as (

    select sum(revenue) as revenue
    from {{ ref('int_revenue__itemised') }}
    where customer_key is null

),

facts as (

    {% if var('revenue_from') == 'order' %}
    select sum(amount_reporting) as revenue from {{ ref('fct_orders') }}
    {% else %}
    select sum(amount_reporting) as revenue
    from {{ ref('fct_deals') }}
    where status = 'won' and closed_at is not null
    {% endif %}

)

select
    facts.revenue as expected,
    coalesce(members.revenue, 0) + coalesce(nobody.revenue, 0) as found
from facts
cross join members
cross join nobody
where coalesce(facts.revenue, 0) <> coalesce(members.revenue, 0) + coalesce(nobody.revenue, 0)
