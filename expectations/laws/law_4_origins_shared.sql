-- An identifier of more than five persons (or companies) joins nobody, and no other is ignored. Who is one by merges is
-- not asked a second time: only those are judged whose neighbours are no more than five, or more than five that no link
-- between ids touches.
with links as (
    select thing_of('contacts') as source, 'contact_id' as strong_kind, first_key, second_key, first_kind, second_kind, status
    from intermediate.int_contact_links__judged
    union all
    select thing_of('accounts') as source, 'account_id' as strong_kind, first_key, second_key, first_kind, second_kind, status
    from intermediate.int_account_links__judged
),

ends as (
    select source, first_key as here, first_kind = strong_kind as is_strong, second_key as there,
        second_kind = strong_kind as is_there_strong
    from links
    union all
    select source, second_key as here, second_kind = strong_kind as is_strong, first_key as there,
        first_kind = strong_kind as is_there_strong
    from links
),

merged as (
    select distinct source, here from ends where is_strong and is_there_strong
),

neighbours as (
    select
        ends.source,
        ends.here,
        count(*) as all_neighbours,
        count(case when ends.is_there_strong and merged.here is null then 1 end) as distinct_things
    from ends
    left join merged on ends.source = merged.source and ends.there = merged.here
    where not ends.is_strong
    group by ends.source, ends.here
    having count(*) > 5
),

wrong as (
    select source, 'linked by an identifier of many' as period, first_key
    from links
    where
        status = 'linked'
        and (
            first_key in (select here from neighbours where distinct_things > 5)
            or second_key in (select here from neighbours where distinct_things > 5)
        )
    union all
    select source, 'ignored, but no identifier of many' as period, first_key
    from links
    where
        status <> 'linked'
        and first_key not in (select here from neighbours)
        and second_key not in (select here from neighbours)
)

select
    sources.source,
    periods.period,
    0 as expected,
    count(wrong.first_key) as found,
    array_to_string(min(cast(wrong.first_key as varchar), 5), ', ') as first_keys
from (values ('contacts'), ('accounts')) as sources (source)
cross join (
    values ('linked by an identifier of many'), ('ignored, but no identifier of many')
) as periods (period)
left join wrong on sources.source = wrong.source and periods.period = wrong.period
group by sources.source, periods.period
