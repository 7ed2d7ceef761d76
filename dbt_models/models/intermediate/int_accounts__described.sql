-- What a CRM says of an account comes before what a market list says.
with

listed as (

    select
        row_key,
        account_id_key,
        account_domain_key,
        parent_account_id_key,
        account_name,
        industry,
        region,
        country,
        employees,
        cast(null as decimal(18, 6)) as potential,
        true as is_record,
        is_gone_at_source,
        created_at,
        coalesce(version_at, exported_at) as stated_at
    from {{ ref('stg_accounts') }}
    where row_status = 'current'

    union all

    select
        row_key,
        account_id_key,
        account_domain_key,
        cast(null as bigint) as parent_account_id_key,
        account_name,
        industry,
        region,
        cast(null as string) as country,
        employees,
        potential,
        false as is_record,
        false as is_gone_at_source,
        cast(null as timestamp) as created_at,
        coalesce(version_at, exported_at) as stated_at
    from {{ ref('stg_prospects') }}
    where row_status = 'current'

),

records as (

    select
        listed.*,
        identifiers.account_key,
        row_number() over (
            partition by identifiers.account_key
            order by
                listed.is_record asc nulls last,
                listed.stated_at asc nulls first,
                listed.row_key asc nulls last
        ) as recency
    from listed
    inner join {{ ref('int_account_identifiers__resolved') }} as identifiers
        on coalesce(listed.account_id_key, listed.account_domain_key) = identifiers.identifier_key

),

described as (

    select
        account_key,
        {{ latest_known('parent_account_id_key') }} as parent_account_id_key,
        {{ latest_known('account_name') }} as account_name,
        {{ latest_known('industry') }} as industry,
        {{ latest_known('region') }} as region,
        {{ latest_known('country') }} as country,
        {{ latest_known('employees') }} as employees,
        {{ latest_known('potential') }} as potential,
        max(case when is_record then 1 else 0 end) = 1 as has_record,
        min(case when is_record then 1 else 0 end) = 0 as is_in_market_list,
        coalesce(min(case when is_record and is_gone_at_source then 1 when is_record then 0 end) = 1, false)
            as is_gone_at_source,
        min(created_at) as created_at
    from records
    group by account_key

)

select * from described
