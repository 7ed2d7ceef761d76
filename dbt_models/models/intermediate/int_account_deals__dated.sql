-- What the deals of each account looked like on each date on which stock is taken.
with

dates as (

    {{ stock_dates() }}

),

deals as (

    select
        account_key,
        {{ local_date('created_at') }} as created_on,
        {{ local_date('closed_at') }} as closed_on,
        status = 'lost' and lost_to is not null as is_lost_to_competitor
    from {{ ref('int_deals__identified') }}
    where account_key is not null and created_at is not null

)

select
    deals.account_key,
    dates.date_on,
    max(case when deals.is_lost_to_competitor and deals.closed_on < dates.date_on then deals.closed_on end) as lost_on,
    -- An open deal has no closing; one that closes later was still open.
    max(case when coalesce(deals.closed_on >= dates.date_on, true) then deals.created_on end) as opened_on
from deals
inner join dates
    on deals.created_on < dates.date_on
group by deals.account_key, dates.date_on
