-- Paths and origins look at the same windows by different ways. A return has touchpoints only if its origin says that
-- somebody was touched; and if it is the only return of its person (account), it has them if its origin says so: an
-- earlier return of theirs may have used the touches up.
with paths as (
    select scope, conversion_key, is_touched, origin
    from witness_paths
    where conversion_type = 'return' and is_path and is_conversion
),

untouched as (
    select
        paths.scope,
        paths.conversion_key,
        case paths.scope when 'person' then returns.contact_key else returns.account_key end as party_key
    from paths
    inner join marts.fct_returns as returns on paths.conversion_key = returns.return_key
    where
        not paths.is_touched
        and ((paths.scope = 'person' and paths.origin = 'direct')
            or (paths.scope = 'account' and paths.origin = 'same_account'))
),

only_ones as (
    select 'person' as scope, contact_key as party_key
    from marts.fct_returns
    where contact_key in (select party_key from untouched where scope = 'person')
    group by contact_key
    having count(*) = 1
    union all
    select 'account' as scope, account_key as party_key
    from marts.fct_returns
    where account_key in (select party_key from untouched where scope = 'account')
    group by account_key
    having count(*) = 1
),

compared as (
    select
        scope,
        conversion_key,
        is_touched
        and not (origin = 'direct' or (scope = 'account' and origin in ('same_account', 'referral'))) as is_too_much,
        false as is_too_little
    from paths
    union all
    select untouched.scope, untouched.conversion_key, false as is_too_much, true as is_too_little
    from untouched
    semi join only_ones using (scope, party_key)
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
