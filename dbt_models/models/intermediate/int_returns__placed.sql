{{ config(**mended_by('return_key', 'int_returns__changed')) }}
-- The origin of each return: the first of six rules that holds.
with

exposures as (

    select
        return_key,
        max(case when party = 'person' and was_touched_in_window then 1 else 0 end) = 1 as person_in_window,
        max(case when party = 'account' and was_touched_in_window then 1 else 0 end) = 1 as account_in_window,
        max(case when party = 'referrer' and (was_touched_in_window or had_ordered) then 1 else 0 end) = 1
            as referrer_counts,
        max(case when party in ('person', 'account') and was_touched then 1 else 0 end) = 1 as was_touched,
        max(
            case
                when party = 'person' and had_purchased then 1
                when party = 'account' and had_purchased and '{{ var("customer_level") }}' = 'account' then 1
                else 0
            end
        ) = 1 as is_customer
    from {{ ref('int_return_parties__exposed') }}
    where {{ only_changed('return_key', 'int_returns__changed') }}
    group by return_key

),

audience as (

    select
        stretch,
        first_touched_at,
        last_touched_at
    from {{ ref('int_touches__stretched') }}
    where party_key = 0

),

placed as (

    select
        returns.return_key,
        case
            -- The person received an outflow in the window.
            when exposures.person_in_window then 'direct'
            -- The person did not, so whoever of the account did was somebody else, or the account itself.
            when exposures.account_in_window then 'same_account'
            -- A referrer is named who, or whose account, received one in the window or had ordered.
            when exposures.referrer_counts then 'referral'
            -- The person or the account received one, but too long ago.
            when exposures.was_touched then 'beyond_window'
            -- Somebody known came without having received any.
            when returns.contact_key is not null or returns.account_key is not null then 'untargeted'
            -- Nobody could be identified.
            else 'anonymous'
        end as origin,
        case when exposures.is_customer then 'customer' else 'prospect' end as relation_at_return,
        coalesce(own.first_touched_at < returns.earliest_at, false)
        or coalesce(
            previous.last_touched_at >= returns.earliest_at - interval {{ var('lookback_days') }} day, false
        ) as had_mass_outflow
    from {{ ref('int_returns__unioned') }} as returns
    left join exposures
        on returns.return_key = exposures.return_key
    left join audience as own
        on {{ stretch_number('returns.earliest_at', var('lookback_days')) }} = own.stretch
    left join audience as previous
        on {{ stretch_number('returns.earliest_at', var('lookback_days')) }} - 1 = previous.stretch
    where {{ only_changed('returns.return_key', 'int_returns__changed') }}

)

select * from placed
