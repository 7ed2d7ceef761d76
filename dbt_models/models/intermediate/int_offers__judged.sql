-- Every deal as an offer: to whom, and whether it is old enough to be judged. A young market would otherwise count its
-- open offers as lost ones: nine in ten of those that closed had closed by that age.
{% set renewals = "'renewal', 'Renewal', 'renouvellement', 'Renouvellement'" %}
with

offers as (

    select
        deals.deal_key,
        {{ customer_key('deals.contact_key', 'deals.account_key') }} as party_key,
        deals.created_at,
        {{ local_date('deals.created_at') }} as created_on,
        deals.status = 'won' as is_won,
        case
            when deals.deal_type in ({{ renewals }}) then 'renewal'
            when purchases.first_purchased_at < deals.created_at then 'customer'
            else 'prospect'
        end as relation,
        case
            when deals.status in ('won', 'lost') and deals.closed_at >= deals.created_at
                then {{ day_number('deals.closed_at') }} - {{ day_number('deals.created_at') }}
        end as closing_days
    from {{ ref('int_deals__identified') }} as deals
    left join {{ ref('int_purchases__dated') }} as purchases
        on {{ customer_key('deals.contact_key', 'deals.account_key') }} = purchases.party_key
    where deals.created_at is not null

),

ranked as (

    select
        closing_days,
        row_number() over (order by closing_days asc nulls last) as place,
        count(*) over () as closed
    from offers
    where closing_days is not null

),

patience as (

    select coalesce(min(case when 10 * place >= 9 * closed then closing_days end), 0) as patience_days
    from ranked

),

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

)

select
    offers.deal_key,
    offers.party_key,
    offers.created_at,
    offers.created_on,
    offers.relation,
    offers.is_won,
    offers.closing_days,
    patience.patience_days,
    {{ day_number('last_day.last_on') }} - {{ day_number('offers.created_on') }} >= patience.patience_days as is_mature
from offers
cross join patience
cross join last_day
