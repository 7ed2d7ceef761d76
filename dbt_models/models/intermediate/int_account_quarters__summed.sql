-- The last order and the last outflow of each account in each quarter, before the last day: twenty million outflows are
-- summed before anything else. Marketing that names somebody counts, whether received or not.
{% set orders_on = local_date('ordered_at') %}
with

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

),

events as (

    select
        outflows.account_key,
        outflows.sent_on as happened_on,
        false as is_order
    from {{ ref('int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where kinds.purpose = 'marketing' and kinds.level <> 'audience' and outflows.account_key is not null

    union all

    select
        account_key,
        {{ orders_on }} as happened_on,
        true as is_order
    from {{ ref('int_orders__unioned') }}
    where kind = 'order' and account_key is not null

)

select
    events.account_key,
    {{ period_number('events.happened_on', 3) }} as quarter_number,
    max(case when events.is_order then events.happened_on end) as ordered_on,
    max(case when not events.is_order then events.happened_on end) as addressed_on
from events
cross join last_day
where events.happened_on < last_day.last_on
group by events.account_key, {{ period_number('events.happened_on', 3) }}
