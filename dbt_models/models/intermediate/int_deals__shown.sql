-- What each export showed of each deal, and until when nothing newer was known: a forecast is judged by what was known
-- when it was made. The same file seen again showed the same again.
with

-- Local days are made once per export, not once per row.
seen as (

    select
        contract,
        delivery_id,
        coalesce(member, '') as member,
        exported_at,
        {{ local_date('exported_at') }} as exported_on
    from {{ source('landing', 'sightings') }}
    where not is_withdrawn

),

listed as (

    select
        deals.row_key as deal_key,
        deals.contract,
        coalesce(deals.part, '') as part,
        -- A row that says itself when it was exported was not exported later because its file was seen again.
        case
            when deals.exported_at < seen.exported_at then {{ local_date('deals.exported_at') }} else seen.exported_on
        end as shown_on,
        least(deals.exported_at, seen.exported_at) as shown_at,
        deals.version_at,
        deals.content_key,
        deals.delivery_id,
        -- A stage of the company's own that the contract does not name is open unless the source says won or lost.
        case
            when coalesce(deals.status, 'unmapped') = 'unmapped' and deals.probability > 0 and deals.probability < 1
                then 'open'
            else deals.status
        end as status,
        coalesce(deals.stage, 'unknown') as stage,
        case
            when deals.compelling_event is null and deals.compelling_event_on is null then 'none' else 'known'
        end as compelling_event,
        deals.expected_close_on,
        case when deals.status in ('won', 'lost') then {{ local_date('deals.closed_at') }} end as closed_on,
        {{ in_reporting_currency('deals.amount', 'deals.currency', 'rates.rate') }} as amount_reporting,
        deals.probability
    from {{ ref('stg_deals') }} as deals
    inner join seen
        on
            deals.contract = seen.contract
            and deals.delivery_id = seen.delivery_id
            and coalesce(deals.member, '') = seen.member
    {{ join_rate_of('deals', 'created_at') }}
    where deals.row_status <> 'quarantined'

),

shown as (

    select
        *,
        row_number() over (
            partition by deal_key, shown_on
            order by
                version_at desc nulls last, shown_at desc nulls last, content_key desc nulls last,
                delivery_id asc nulls last
        ) as newness
    from listed

),

-- A complete export that lacks a deal says that it is gone; one that adds to others says nothing of it.
exports as (

    select
        listed.contract,
        listed.part,
        listed.shown_on,
        case
            when contracts.mode = 'snapshot'
                then lead(listed.shown_on) over (
                    partition by listed.contract, listed.part order by listed.shown_on asc nulls last
                )
        end as next_export_on
    from listed
    inner join {{ source('landing', 'contracts') }} as contracts
        on listed.contract = contracts.contract
    group by listed.contract, listed.part, listed.shown_on, contracts.mode

)

select
    shown.deal_key,
    shown.contract,
    shown.shown_on,
    exports.next_export_on,
    lead(shown.shown_on) over (partition by shown.deal_key order by shown.shown_on asc nulls last) as next_shown_on,
    shown.status,
    shown.stage,
    shown.compelling_event,
    shown.expected_close_on,
    -- Where no day of closing is given it was closed by the day of the export.
    case when shown.status in ('won', 'lost') then coalesce(shown.closed_on, shown.shown_on) end as closed_on,
    shown.amount_reporting,
    shown.probability
from shown
inner join exports
    on shown.contract = exports.contract and shown.part = exports.part and shown.shown_on = exports.shown_on
where shown.newness = 1
