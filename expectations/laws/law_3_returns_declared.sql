-- Contracts are the only place where a return source is declared: a return of another source, or of none, is a loss in
-- waiting. And every declared source stands in dim_return_sources, also one that has not sent anything yet.
with declared as (
    select distinct return_source as source
    from landing.return_sources
),

present as (
    select
        source,
        count(*) as found
    from marts.dim_return_sources
    group by source
),

undeclared as (
    select
        source,
        count(*) as found
    from (
        select coalesce(source, '(none)') as source from witness_returns
        union all
        select coalesce(source, '(none)') as source from marts.fct_returns
    )
    where source not in (select declared.source from declared)
    group by source
)

select
    declared.source,
    'all' as period,
    1 as expected,
    coalesce(present.found, 0) as found,
    cast(null as varchar) as first_keys
from declared
left join present on declared.source = present.source
union all
select
    source,
    'undeclared' as period,
    0 as expected,
    found,
    cast(null as varchar) as first_keys
from undeclared
union all
select
    '(all)' as source,
    'undeclared' as period,
    0 as expected,
    coalesce(sum(found), 0) as found,
    cast(null as varchar) as first_keys
from undeclared
