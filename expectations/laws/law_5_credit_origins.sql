-- Paths and origins look at the same windows by different ways. A return has touchpoints only if its origin says that
-- somebody was touched; and if it is the only return of its person (account), it has them if its origin says so: an
-- earlier return of theirs may have used the touches up.
with returns as (
    select
        return_key,
        origin,
        contact_key is not null and count(*) over (partition by contact_key) = 1 as is_only_of_person,
        account_key is not null and count(*) over (partition by account_key) = 1 as is_only_of_account
    from marts.fct_returns
),

compared as (
    select
        paths.scope,
        paths.conversion_key,
        paths.touchpoints > 0
        and not (returns.origin = 'direct'
            or (paths.scope = 'account' and returns.origin in ('same_account', 'referral'))) as is_too_much,
        paths.touchpoints = 0 and (
            (paths.scope = 'person' and returns.origin = 'direct' and returns.is_only_of_person)
            or (paths.scope = 'account' and returns.origin = 'same_account' and returns.is_only_of_account)
        ) as is_too_little
    from witness_paths as paths
    inner join returns on paths.conversion_key = returns.return_key
    where paths.conversion_type = 'return'
)

select
    scope as source,
    'credit without touch' as period,
    0 as expected,
    count(*) filter (where is_too_much) as found,
    array_to_string(min(conversion_key, 5) filter (where is_too_much), ', ') as first_keys
from compared
group by scope
union all
select
    scope as source,
    'touch without credit' as period,
    0 as expected,
    count(*) filter (where is_too_little) as found,
    array_to_string(min(conversion_key, 5) filter (where is_too_little), ', ') as first_keys
from compared
group by scope
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    count(*) filter (where is_too_much or is_too_little) as found,
    cast(null as varchar) as first_keys
from compared
