-- What deserves a look and blocks nothing, one text per row.
select 'no contract claims ' || file_name || ': it was not loaded' as warning
from landing.problems
where kind = 'unknown' and getvariable('unknown_files') <> 'fail'
union all
select 'return source ' || sources.return_source || ' has no return yet' as warning
from (select distinct return_source from landing.return_sources) as sources
left join (select distinct source from witness_returns) as returns
    on sources.return_source = returns.source
where returns.source is null
order by warning
