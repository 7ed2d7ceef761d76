-- Every key of a dimension, of a ledger and of fct_returns stands for exactly one row; a key that is null stands for
-- none. The other facts are covered by law source_keys.
with keys as (
    select 'fct_returns' as source, return_key as key from marts.fct_returns
    union all
    select 'dim_contacts' as source, contact_key as key from marts.dim_contacts
    union all
    select 'dim_accounts' as source, account_key as key from marts.dim_accounts
    union all
    select 'dim_campaigns' as source, campaign_key as key from marts.dim_campaigns
    union all
    select 'dim_products' as source, product_key as key from marts.dim_products
    union all
    select 'dim_channels' as source, channel as key from marts.dim_channels
    union all
    select 'dim_return_sources' as source, source as key from marts.dim_return_sources
    union all
    select
        'return_ledger' as source,
        source || ' ' || coalesce(strftime(month, '%Y-%m'), 'no month') as key
    from marts.return_ledger
),

wrong as (
    select
        source,
        key
    from keys
    group by source, key
    having count(*) > 1 or key is null
),

counted as (
    select
        source,
        count(*) as found,
        array_to_string(min(coalesce(key, 'null'), 5), ', ') as first_keys
    from wrong
    group by source
)

select
    tables.source,
    'key' as period,
    0 as expected,
    coalesce(counted.found, 0) as found,
    counted.first_keys
from (
    select unnest([
        'fct_returns', 'dim_contacts', 'dim_accounts', 'dim_campaigns', 'dim_products', 'dim_channels',
        'dim_return_sources', 'return_ledger'
    ]) as source
) as tables
left join counted on tables.source = counted.source
