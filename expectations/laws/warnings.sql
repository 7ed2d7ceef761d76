-- What deserves a look and blocks nothing, one text per row.
select 'no contract claims ' || file_name || ': it was not loaded' as warning
from landing.problems
where kind = 'unknown' and getvariable('unknown_files') <> 'fail'
union all
select 'return source ' || sources.return_source || ' has no return yet' as warning
from (
    -- Of a contract whose files never came nothing is expected, unless somebody said when its returns begin.
    select distinct declared.return_source
    from landing.return_sources as declared
    where
        declared.declared_from is not null
        or declared.contract in (select sightings.contract from landing.sightings)
) as sources
left join (select distinct source from witness_returns) as returns
    on sources.return_source = returns.source
where returns.source is null
union all
select
    'the silence of return source ' || source || ' ' || span || ', is accepted until '
    || strftime(accepted_until, '%Y-%m-%d') || ': ' || reason as warning
from witness_silences
where is_accepted
union all
select 'a silence of ' || source || ' is accepted, but no contract declares that return source' as warning
from (select distinct source from witness_waivers)
where source not in (select sources.return_source from landing.return_sources as sources)
union all
-- A few rows that make no sense are the source's; most of them are a setting.
select
    quarantined || ' of ' || landed || ' rows of ' || contract || ' (' || entity || ') are quarantined and count nowhere: '
    || 'amounts in a currency that rates.csv lacks, or keys and references that make no sense' as warning
from marts.source_ledger
where 2 * quarantined > landed
order by warning
