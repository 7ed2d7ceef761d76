-- No source is silent for longer than its cadence and grace allow, whole or in one of its parts. A silence that somebody
-- accepted until after its end is no breach; it has a row of its own, so that it stays seen.
with sources as (
    select distinct
        return_source as source,
        contract
    from landing.return_sources
),

silent as (
    select
        source,
        contract,
        count(*) as silences,
        array_to_string(min(span, 5), '; ') as first_keys
    from witness_silences
    where not is_accepted
    group by source, contract
)

select
    sources.source,
    sources.contract as period,
    0 as expected,
    coalesce(silent.silences, 0) as found,
    silent.first_keys
from sources
left join silent on sources.source = silent.source and sources.contract = silent.contract
union all
select
    source,
    contract || ' accepted until ' || strftime(accepted_until, '%Y-%m-%d') as period,
    count(*) as expected,
    count(*) as found,
    array_to_string(min(span, 5), '; ') || ': ' || min(reason) as first_keys
from witness_silences
where is_accepted
group by source, contract, accepted_until
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    count(*) as found,
    cast(null as varchar) as first_keys
from witness_silences
where not is_accepted
