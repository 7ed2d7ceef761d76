-- return_ledger, line by line: delivered + expanded − all that left = counted, and its difference says so. Then, per
-- source, each of its columns against the witness that it should repeat: tallies, staging, fct_returns. A line counts
-- where its order does, so lines of an order of another source are delivered there.
with ledger as (
    select
        source,
        coalesce(strftime(month, '%Y-%m'), 'no month') as period,
        sum(delivered + expanded - rejected - not_selected - superseded - duplicates - quarantined - gathered - refunds
            - erased - withdrawn) as remaining,
        sum(counted) as counted,
        sum(abs(difference)) as difference,
        count(*) as lines
    from marts.return_ledger
    group by source, coalesce(strftime(month, '%Y-%m'), 'no month')
),

columns as (
    unpivot (
        select
            source,
            sum(delivered) as delivered,
            sum(expanded) as expanded,
            sum(rejected) as rejected,
            sum(not_selected) as not_selected,
            sum(superseded) as superseded,
            sum(duplicates) as duplicates,
            sum(quarantined) as quarantined,
            sum(withdrawn) as withdrawn,
            sum(counted) as counted
        from marts.return_ledger
        group by source
    ) on columns(* exclude (source)) into name measure value found
),

tallied as (
    unpivot (
        select
            coalesce(return_source, contract) as source,
            sum(delivered) as delivered,
            sum(expanded) as expanded,
            sum(rejected) as rejected,
            sum(not_selected) as not_selected,
            sum(case when is_withdrawn then landed_records + expanded else 0 end) as withdrawn
        from landing.tallies
        group by coalesce(return_source, contract)
    ) on columns(* exclude (source)) into name measure value expected
),

staged as (
    select
        coalesce(return_source, contract) as source,
        case row_status when 'duplicate' then 'duplicates' else row_status end as measure,
        sum(staged) as expected
    from witness_staged
    where
        (entity = 'returns' or return_source is not null)
        and row_status in ('superseded', 'duplicate', 'quarantined')
    group by coalesce(return_source, contract), row_status
),

counted as (
    select
        source,
        'counted' as measure,
        count(*) as expected
    from witness_told_returns
    group by source
),

witnesses_of_parts as (
    select source, measure, expected from tallied
    union all
    select source, 'delivered' as measure, moved as expected from witness_moved_lines
    union all
    select source, measure, expected from staged
    union all
    select source, measure, expected from counted
),

witnesses as (
    select
        source,
        measure,
        sum(expected) as expected
    from witnesses_of_parts
    group by source, measure
)

select
    source,
    period,
    remaining as expected,
    counted + difference + lines - 1 as found,
    cast(null as varchar) as first_keys
from ledger
union all
select
    coalesce(columns.source, witnesses.source) as source,
    coalesce(columns.measure, witnesses.measure) as period,
    coalesce(witnesses.expected, 0) as expected,
    coalesce(columns.found, 0) as found,
    cast(null as varchar) as first_keys
from columns
full join witnesses on columns.source = witnesses.source and columns.measure = witnesses.measure
union all
select
    '(all)' as source,
    'all' as period,
    coalesce(sum(remaining), 0) as expected,
    coalesce(sum(counted), 0) as found,
    cast(null as varchar) as first_keys
from ledger
