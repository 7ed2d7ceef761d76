-- What became of each deal, as far as the exports tell.
with

-- Closed, open again and closed for good counts from the last time.
spans as (

    select
        shown.deal_key,
        min(case when shown.shown_on > coalesce(opened.last_open_on, shown.shown_on - 1) then shown.shown_on end)
            as known_on
    from {{ ref('int_deals__shown') }} as shown
    left join (
        select
            deal_key,
            max(shown_on) as last_open_on
        from {{ ref('int_deals__shown') }}
        where status = 'open'
        group by deal_key
    ) as opened
        on shown.deal_key = opened.deal_key
    where shown.status in ('won', 'lost')
    group by shown.deal_key

),

last_exports as (

    select
        contract,
        max(shown_on) as last_export_on
    from {{ ref('int_deals__shown') }}
    group by contract

)

select
    newest.deal_key,
    newest.contract,
    case
        when newest.status in ('won', 'lost') then newest.status
        -- A later complete export lacks it, or it went where the contract does not tell.
        when newest.next_export_on is null and newest.status = 'open' then 'open'
        else 'gone'
    end as outcome,
    newest.closed_on,
    spans.known_on,
    newest.shown_on as last_shown_on,
    case
        when newest.next_export_on is null and newest.status in ('open', 'won', 'lost') then last_exports.last_export_on
        else newest.shown_on
    end as followed_until_on,
    last_exports.last_export_on
from {{ ref('int_deals__shown') }} as newest
inner join last_exports
    on newest.contract = last_exports.contract
left join spans
    on newest.deal_key = spans.deal_key
where newest.next_shown_on is null
