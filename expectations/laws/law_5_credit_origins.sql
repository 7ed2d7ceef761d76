-- Paths and origins look at the same windows by different ways. A return has touchpoints only if its origin says that
-- somebody was touched; and if it is the only return of its person (account), it has them if its origin says so: an
-- earlier return of theirs may have used the touches up.
with touched as (
    select paths.scope, paths.conversion_key
    from witness_paths as paths
    inner join witness_told_returns as returns on paths.conversion_key = returns.return_key
    where
        paths.conversion_type = 'return'
        and paths.is_touched
        and returns.origin is distinct from 'direct'
        and not (paths.scope = 'account' and coalesce(returns.origin, '') in ('same_account', 'referral'))
),

untouched as (
    select
        paths.scope,
        paths.conversion_key,
        case paths.scope when 'person' then returns.contact_key else returns.account_key end as party_key
    from witness_paths as paths
    inner join marts.fct_returns as returns
        on
            paths.conversion_key = returns.return_key
            and returns.origin = case paths.scope when 'person' then 'direct' else 'same_account' end
    where paths.conversion_type = 'return' and not paths.is_touched
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
    select scope, 'credit without touch' as period, conversion_key from touched
    union all
    select untouched.scope, 'touch without credit' as period, untouched.conversion_key
    from untouched
    semi join only_ones using (scope, party_key)
)

select
    scopes.scope as source,
    periods.period,
    0 as expected,
    count(compared.conversion_key) as found,
    array_to_string(min(compared.conversion_key, 5), ', ') as first_keys
from (values ('person'), ('account')) as scopes (scope)
cross join (values ('credit without touch'), ('touch without credit')) as periods (period)
left join compared on scopes.scope = compared.scope and periods.period = compared.period
group by scopes.scope, periods.period
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    (select count(*) from compared) as found,
    cast(null as varchar) as first_keys
