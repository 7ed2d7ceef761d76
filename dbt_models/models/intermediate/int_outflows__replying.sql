-- Answers to somebody: person-level touches without a campaign, sent within the reply days (if there are any) after a
-- return of the same person. Both may be bare dates: then the return must lie on an earlier day, as for origins.
{% set days = [var('reply_days') | int, 1] | max %}
with

candidates as (

    {{ resolve_party(
        ref('stg_outflows'),
        condition="party.row_status = 'current'
            and not party.has_campaign
            and coalesce(party.purpose, 'marketing') = 'marketing'
            and coalesce(party.level, 'person') = 'person'"
    ) }}

),

touches as (

    select
        row_key as outflow_key,
        contact_key,
        {{ earliest_instant('sent_at', 'sent_is_date_only') }} as sent_at
    from candidates
    where contact_key is not null

),

numbered_touches as (

    select
        *,
        {{ stretch_number('sent_at', days) }} as stretch
    from touches

),

returns as (

    select
        contact_key,
        {{ latest_instant('returned_at', 'returned_is_date_only') }} as returned_at
    from {{ ref('int_returns__unioned') }}
    where contact_key is not null

),

stretches as (

    select
        contact_key,
        {{ stretch_number('returned_at', days) }} as stretch,
        min(returned_at) as first_returned_at,
        max(returned_at) as last_returned_at
    from returns
    group by contact_key, {{ stretch_number('returned_at', days) }}

),

replying as (

    select touches.outflow_key
    from numbered_touches as touches
    left join stretches as own
        on touches.contact_key = own.contact_key and touches.stretch = own.stretch
    left join stretches as previous
        on touches.contact_key = previous.contact_key and touches.stretch - 1 = previous.stretch
    where
        {{ var('reply_days') }} > 0
        and (
            own.first_returned_at < touches.sent_at
            or previous.last_returned_at >= touches.sent_at - interval {{ days }} day
        )

)

select * from replying
