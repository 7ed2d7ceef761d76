-- In an increment: the returns whose origin may be another than in the build before: they themselves, or what their
-- person, account or referrer had received or bought, or the audience, which is the party 0. What was sent on a later
-- day is nothing to a return.
{% if is_increment() %}
with

returns as (

    select
        *,
        cast(0 as bigint) as audience_key,
        {{ local_date('returned_at') }} as returned_on
    from {{ ref('int_returns__unioned') }}

),

parties as (

    {% for party in ['contact', 'account', 'referrer_contact', 'referrer_account', 'audience'] %}
    select
        return_key,
        returned_on,
        {{ party }}_key as party_key
    from returns
    where {{ party }}_key is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

touches as (

    {% for party in ['contact', 'account'] %}
    select
        case when kinds.level = 'audience' then 0 else outflows.{{ party }}_key end as party_key,
        outflows.sent_on
    from {{ ref('int_outflows__changed') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where kinds.is_touch
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

touched as (

    select
        party_key,
        min(sent_on) as changed_from
    from touches
    group by party_key

),

changed as (

    {{ differing('int_returns__unioned', 'return_key', [
        'return_key', 'contact_key', 'account_key', 'referrer_contact_key', 'referrer_account_key', 'earliest_at',
        'returned_is_date_only', 'returned_at',
    ]) }}

    union

    select parties.return_key
    from parties
    inner join touched
        on parties.party_key = touched.party_key
    where touched.changed_from <= parties.returned_on

    union

    select return_key
    from parties
    where party_key in (
        {{ differing('int_purchases__dated', 'party_key', ['party_key', 'first_ordered_at', 'first_purchased_at']) }}
    )

)

select * from changed
{% else %}
select cast(null as bigint) as return_key
where false
{% endif %}
