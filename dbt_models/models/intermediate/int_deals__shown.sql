-- What each export showed of each deal, and until when nothing newer was known: a forecast is judged by what was known
-- when it was made. The same file seen again showed the same again.
{# A row that says itself when it was exported was not exported later because its file was seen again. #}
{% set shown_at = 'least(deals.exported_at, sightings.exported_at)' %}
with

shown as (

    select
        deals.row_key as deal_key,
        deals.contract,
        coalesce(deals.part, '') as part,
        {{ local_date(shown_at) }} as shown_on,
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
        {{ local_date('deals.closed_at') }} as closed_on,
        {{ in_reporting_currency('deals.amount', 'deals.currency', 'rates.rate') }} as amount_reporting,
        deals.probability,
        row_number() over (
            partition by deals.row_key, {{ local_date(shown_at) }}
            order by
                deals.version_at desc nulls last,
                {{ shown_at }} desc nulls last,
                deals.content_key desc nulls last,
                deals.delivery_id asc nulls last
        ) as newness
    from {{ ref('stg_deals') }} as deals
    inner join {{ source('landing', 'sightings') }} as sightings
        on
            deals.contract = sightings.contract
            and deals.delivery_id = sightings.delivery_id
            and coalesce(deals.member, '') = coalesce(sightings.member, '')
            and not sightings.is_withdrawn
    {{ join_rate_of('deals', 'created_at') }}
    where deals.row_status <> 'quarantined'

),

days as (

    select distinct
        contract,
        part,
        shown_on
    from shown

),

-- A complete export that lacks a deal says that it is gone; one that adds to others says nothing of it.
exports as (

    select
        days.contract,
        days.part,
        days.shown_on,
        case
            when contracts.mode = 'snapshot'
                then lead(days.shown_on) over (
                    partition by days.contract, days.part order by days.shown_on asc nulls last
                )
        end as next_export_on
    from days
    inner join {{ source('landing', 'contracts') }} as contracts
        on days.contract = contracts.contract

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
