-- Files that a contract claims and that could not be read, and files with too many rejected records, block publication.
-- A file that no contract claims does so only where the setting unknown_files says `fail`.
select
    file_name as source,
    string_agg(distinct kind, ', ' order by kind) as period,
    0 as expected,
    count(*) as found,
    array_to_string(min(message, 5), '; ') as first_keys
from landing.problems
where kind <> 'unknown' or getvariable('unknown_files') = 'fail'
group by file_name
union all
select
    '(all)' as source,
    'all' as period,
    0 as expected,
    0 as found,
    cast(null as varchar) as first_keys
