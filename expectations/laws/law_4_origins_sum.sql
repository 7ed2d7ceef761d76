-- Each return has exactly one of the six origins, and only an anonymous one (or a referral) may lack both contact and
-- account. Per source and origin the ledger counts what fct_returns holds.
with returns as (
    select
        coalesce(source, '(none)') as source,
        month,
        origin,
        origin in ('direct', 'same_account', 'referral', 'beyond_window', 'untargeted', 'anonymous')
        and (origin = 'referral' or (origin = 'anonymous') = is_of_nobody)
        and (origin <> 'referral' or is_referral) as is_sound
    from witness_told_returns
),

origins as (
    select unnest(['direct', 'same_account', 'referral', 'beyond_window', 'untargeted', 'anonymous']) as origin
),

ledger as (
    select
        return_ledger.source,
        origins.origin,
        sum(case origins.origin
            when 'direct' then return_ledger.direct
            when 'same_account' then return_ledger.same_account
            when 'referral' then return_ledger.referral
            when 'beyond_window' then return_ledger.beyond_window
            when 'untargeted' then return_ledger.untargeted
            else return_ledger.anonymous
        end) as found
    from marts.return_ledger as return_ledger
    cross join origins
    group by return_ledger.source, origins.origin
),

counted as (
    select
        source,
        origin,
        count(*) as expected
    from returns
    group by source, origin
)

select
    source,
    strftime(month, '%Y-%m') as period,
    count(*) as expected,
    count(*) filter (where coalesce(is_sound, false)) as found,
    cast(null as varchar) as first_keys
from returns
group by source, month
union all
select
    coalesce(ledger.source, counted.source) as source,
    coalesce(ledger.origin, counted.origin, '(none)') as period,
    coalesce(counted.expected, 0) as expected,
    coalesce(ledger.found, 0) as found,
    cast(null as varchar) as first_keys
from ledger
full join counted on ledger.source = counted.source and ledger.origin = counted.origin
union all
select
    '(all)' as source,
    'all' as period,
    count(*) as expected,
    count(*) filter (where coalesce(is_sound, false)) as found,
    cast(null as varchar) as first_keys
from returns
