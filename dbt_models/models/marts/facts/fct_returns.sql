with

returns as (

    select
        {{ public_key('returns.return_key') }} as return_key,
        returns.return_id,
        {{ public_key('returns.contact_key') }} as contact_key,
        {{ public_key('returns.account_key') }} as account_key,
        {{ public_key(customer_key('returns.contact_key', 'returns.account_key')) }} as customer_key,
        {{ public_key('returns.referrer_contact_key') }} as referrer_contact_key,
        {{ public_key('returns.becomes_key') }} as becomes_key,

        returns.source,
        returns.contract,
        returns.kind,
        placed.origin,
        placed.relation_at_return,
        returns.currency,

        returns.amount,
        returns.amount_reporting,
        case
            when returns.kind = 'order' and '{{ var("revenue_from") }}' = 'order' then returns.amount_reporting
        end as revenue,

        returns.is_referral,
        assured.is_origin_certain,
        placed.had_mass_outflow,
        returns.returned_is_date_only,

        {{ local_date('returns.returned_at') }} as returned_on,
        returns.returned_at,
        returns.answered_at
    from {{ ref('int_returns__unioned') }} as returns
    inner join {{ ref('int_returns__placed') }} as placed
        on returns.return_key = placed.return_key
    inner join {{ ref('int_returns__assured') }} as assured
        on returns.return_key = assured.return_key

)

select * from returns
