-- Two identifiers are linked because a landed row names both, or a merge does; and all that stand together so are linked,
-- or it is told why not. Outflows, engagements and order lines are many: they are read for those links only that
-- nothing else supports, and what they name together is taken from the gathered identifiers.
with stated as (
    from staging.stg_contacts
    union all by name
    from staging.stg_links
    union all by name
    from staging.stg_returns
    union all by name
    from staging.stg_deals
    union all by name
    from staging.stg_tickets
    union all by name
    from staging.stg_milestones
    union all by name
    from staging.stg_orders
    union all by name
    from staging.stg_accounts
    union all by name
    from staging.stg_prospects
),

named as (
    select distinct contact_id_key, customer_id_key, email_key, phone_name_key, account_id_key, account_domain_key
    from stated
    where row_status in ('current', 'superseded')
),

many as (
    from landing.outflows
    union all by name
    from landing.engagements
    union all by name
    from landing.order_lines
),

evidence as (
    from pairs_of('named')
    union all
    select thing_of(thing || 's') as source, least(old_id_key, new_id_key) as first_key, greatest(old_id_key, new_id_key)
    from staging.stg_merges
    where
        row_status in ('current', 'superseded')
        and thing in ('contact', 'account')
        and old_id_key <> new_id_key
),

links as (
    select thing_of('contacts') as source, first_key, second_key, status from intermediate.int_contact_links__judged
    union all
    select thing_of('accounts') as source, first_key, second_key, status from intermediate.int_account_links__judged
),

alone as (
    from links anti join evidence using (source, first_key, second_key)
),

free as (
    select domain_key from staging.stg_domains where is_free_mail
),

wrong as (
    select source, 'without a row that names both' as period, first_key
    from (from alone anti join (from pairs_of('many') semi join alone using (source, first_key, second_key))
        using (source, first_key, second_key))
    union all
    select distinct on (source, first_key, second_key) source, 'named together, but no link' as period, first_key
    from (from evidence union all from pairs_of('intermediate.int_identifiers__gathered'))
    anti join links using (source, first_key, second_key)
    where source = 'contacts' or (first_key not in (from free) and second_key not in (from free))
)

select
    sources.source,
    periods.period,
    0 as expected,
    count(wrong.first_key) as found,
    array_to_string(min(cast(wrong.first_key as varchar), 5), ', ') as first_keys
from (values (thing_of('contacts')), (thing_of('accounts'))) as sources (source)
cross join (values ('without a row that names both'), ('named together, but no link')) as periods (period)
left join wrong on sources.source = wrong.source and periods.period = wrong.period
group by sources.source, periods.period
