with

listed as (

    {{ resolve_party(ref('stg_returns')) }}

),

-- Who came is who the return names, else who is linked to it, else the party of the deal that it became.
from_returns as (

    select
        listed.row_key as return_key,
        listed.return_id,
        listed.contract,
        coalesce(listed.return_source, listed.contract) as source,
        coalesce(listed.kind, 'unmapped') as kind,
        coalesce(listed.contact_key, linked.contact_key, deals.contact_key) as contact_key,
        coalesce(listed.account_key, linked.account_key, deals.account_key) as account_key,
        listed.referrer_contact_id_key is not null or listed.referrer_email_key is not null as is_referral,
        coalesce(listed.referrer_contact_id_key, listed.referrer_email_key) as referrer_identifier_key,
        listed.referrer_email_domain_key,
        listed.currency,
        {{ to_cents('listed.amount') }} as amount,
        {{ to_cents(in_reporting_currency('listed.amount', 'listed.currency', 'rates.rate')) }} as amount_reporting,
        deals.deal_key as becomes_key,
        listed.returned_is_date_only,
        listed.returned_at,
        listed.answered_at
    from listed
    left join {{ ref('int_things__represented') }} as linked
        on listed.return_id_key = linked.thing_key
    left join {{ ref('int_deals__identified') }} as deals
        on listed.becomes_deal_id_key = deals.deal_id_key
    {{ join_rate_of('listed', 'returned_at') }}

),

-- An order of a declared return source is a return too; what it became is the order itself. A refund is none.
from_orders as (

    select
        order_key as return_key,
        order_id as return_id,
        contract,
        return_source as source,
        'order' as kind,
        contact_key,
        account_key,
        false as is_referral,
        cast(null as bigint) as referrer_identifier_key,
        cast(null as bigint) as referrer_email_domain_key,
        currency,
        amount,
        amount_reporting,
        order_key as becomes_key,
        ordered_is_date_only as returned_is_date_only,
        ordered_at as returned_at,
        cast(null as timestamp) as answered_at
    from {{ ref('int_orders__unioned') }}
    where return_source is not null and kind = 'order'

),

unioned as (

    select * from from_returns
    union all
    select * from from_orders

),

dated as (

    select
        unioned.*,
        referrers.contact_key as referrer_contact_key,
        coalesce(referrer_accounts.account_key, referrer_mail_accounts.account_key) as referrer_account_key,
        {{ earliest_instant('unioned.returned_at', 'unioned.returned_is_date_only') }} as earliest_at
    from unioned
    left join {{ ref('int_contact_identifiers__resolved') }} as referrers
        on unioned.referrer_identifier_key = referrers.identifier_key
    left join {{ ref('int_contacts__assigned') }} as referrer_accounts
        on referrers.contact_key = referrer_accounts.contact_key
    left join {{ ref('int_account_identifiers__resolved') }} as referrer_mail_accounts
        on unioned.referrer_email_domain_key = referrer_mail_accounts.identifier_key

)

select * from dated
