-- The segments of each person on the last day. What is expected of those who bought is filled in once the models of
-- buying are fitted (fitted_parameters), which no model of dbt reads.
{% set recent_days = 90 %}
with

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

),

returned as (

    select
        contact_key,
        max({{ local_date('returned_at') }}) as returned_on
    from {{ ref('int_returns__unioned') }}
    where contact_key is not null
    group by contact_key

),

engaged as (

    select distinct cast(engagements.contact_key as bigint) as contact_key
    from {{ ref('fct_engagements') }} as engagements
    cross join last_day
    where engagements.kind in ('open', 'click') and engagements.occurred_on > last_day.last_on - {{ recent_days }}

),

classes as (

    select
        cast(member_key as bigint) as customer_key,
        max(class) as class
    from {{ ref('pareto_customers') }}
    where dimension = 'customer' and period = 'all'
    group by cast(member_key as bigint)

),

contacts as (

    select
        *,
        cast(contact_key as bigint) as contact_number,
        cast(account_key as bigint) as account_number
    from {{ ref('dim_contacts') }}

)

select
    contacts.contact_key,
    last_day.last_on as segmented_on,
    coalesce(accounts.region, contacts.region, 'unknown') as region,
    coalesce(accounts.industry, 'unknown') as industry,
    {{ company_size('accounts.employees') }} as company_size,
    coalesce(classes.class, 'none') as value_segment,
    case
        when purchased.first_purchased_on > last_day.last_on - {{ recent_days }} then 'new_customer'
        when purchased.last_purchased_on > last_day.last_on - 365 then 'active_customer'
        when purchased.last_purchased_on is not null then 'lapsed_customer'
        when returned.returned_on is not null then 'has_returned'
        when contacts.first_outflow_at is not null then 'addressed'
        else 'known'
    end as lifecycle_segment,
    case
        when contacts.unsubscribed_at is not null then 'unsubscribed'
        when returned.returned_on > last_day.last_on - {{ recent_days }} then 'returning'
        when engaged.contact_key is not null then 'reading'
        when contacts.first_outflow_at is not null then 'silent'
        else 'not_addressed'
    end as behaviour_segment,
    purchased.repeat_days as repeat_purchases,
    purchased.recency_days,
    purchased.age_days,
    purchased.mean_amount,
    cast(null as decimal(18, 6)) as probability_active,
    cast(null as decimal(18, 6)) as expected_purchases,
    cast(null as decimal(18, 2)) as expected_revenue
from contacts
cross join last_day
left join {{ ref('int_accounts__described') }} as accounts
    on contacts.account_number = accounts.account_key
left join {{ ref('int_contacts__purchased') }} as purchased
    on contacts.contact_number = purchased.contact_key
left join returned
    on contacts.contact_number = returned.contact_key
left join engaged
    on contacts.contact_number = engaged.contact_key
left join classes
    on {{ customer_key('contacts.contact_number', 'contacts.account_number') }} = classes.customer_key
