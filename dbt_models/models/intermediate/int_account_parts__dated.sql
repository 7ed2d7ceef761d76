-- The part of the market in which each account is on each date on which stock is taken: the first that holds.
with

dates as (

    {{ stock_dates() }}

),

-- Quarters before the first date count as known on it.
quarters as (

    select
        summed.account_key,
        greatest(summed.quarter_number, first_date.known_quarter_number) as known_quarter_number,
        max(summed.ordered_on) as ordered_on,
        max(summed.addressed_on) as addressed_on
    from {{ ref('int_account_quarters__summed') }} as summed
    cross join (select min(known_quarter_number) as known_quarter_number from dates) as first_date
    group by summed.account_key, greatest(summed.quarter_number, first_date.known_quarter_number)

),

-- Since which edition of a market list a competitor is named.
suppliers as (

    select
        identifiers.account_key,
        min({{ local_date('prospects.exported_at') }}) as supplied_on
    from {{ ref('stg_prospects') }} as prospects
    inner join {{ ref('int_account_identifiers__resolved') }} as identifiers
        on coalesce(prospects.account_id_key, prospects.account_domain_key) = identifiers.identifier_key
    where prospects.row_status <> 'quarantined' and prospects.supplier is not null
    group by identifiers.account_key

),

accounts as (

    select
        accounts.account_key,
        suppliers.supplied_on,
        min({{ local_date('created.created_at') }}) as recorded_on
    from {{ account_keys() }} as accounts
    left join suppliers
        on accounts.account_key = suppliers.account_key
    left join {{ ref('int_contacts__assigned') }} as assigned
        on accounts.account_key = assigned.account_key
    left join {{ ref('int_parties__created') }} as created
        on assigned.contact_key = created.party_key
    group by accounts.account_key, suppliers.supplied_on

),

followed as (

    select
        accounts.account_key,
        accounts.supplied_on,
        accounts.recorded_on,
        dates.date_on,
        dates.day_of_calendar,
        deals.lost_on,
        deals.opened_on,
        {% for event in ['ordered_on', 'addressed_on'] %}
        max(quarters.{{ event }}) over (
            partition by accounts.account_key order by dates.date_on asc nulls last
        ) as {{ event }},
        {% endfor %}
        deals.account_key is not null as has_deal
    from accounts
    cross join dates
    left join quarters
        on
            accounts.account_key = quarters.account_key
            and dates.known_quarter_number = quarters.known_quarter_number
    left join {{ ref('int_account_deals__dated') }} as deals
        on accounts.account_key = deals.account_key and dates.date_on = deals.date_on

)

select
    account_key,
    date_on,
    case
        when {{ day_of_calendar('ordered_on') }} >= day_of_calendar - 20000 then 'buyer'
        when lost_on is not null and coalesce(lost_on > ordered_on, true) and coalesce(opened_on <= lost_on, true)
            then 'lost_to_competitor'
        -- A list says that somebody else supplies, not since when: an open deal of ours comes first.
        when supplied_on <= date_on and opened_on is null and coalesce(supplied_on > ordered_on, true)
            then 'lost_to_competitor'
        when opened_on is not null then 'in_progress'
        when {{ day_of_calendar('addressed_on') }} >= day_of_calendar - 10000 then 'in_progress'
        when has_deal or addressed_on is not null or ordered_on is not null then 'no_longer_covered'
        when recorded_on < date_on then 'known_not_approached'
        else 'not_reached'
    end as part
from followed
