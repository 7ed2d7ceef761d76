-- What a CRM says of an account comes before what a market list says.
with

members as (

    select
        identifiers.account_key,
        count(*) as identifiers,
        min(domains.domain) as account_domain
    from {{ ref('int_account_identifiers__resolved') }} as identifiers
    left join {{ ref('stg_domains') }} as domains
        on identifiers.identifier_key = domains.domain_key
    group by identifiers.account_key

),

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
        cast(null as varchar) as country,
        employees,
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
            order by listed.is_record asc, listed.stated_at asc nulls first, listed.row_key asc
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
        max(case when is_record then 1 else 0 end) = 1 as has_record,
        min(case when is_record then 1 else 0 end) = 0 as is_in_market_list,
        min(case when is_gone_at_source then 1 else 0 end) = 1 as is_gone_at_source,
        min(created_at) as created_at
    from records
    group by account_key

),

staffed as (

    select
        account_key,
        count(*) as contacts
    from {{ ref('int_contacts__assigned') }}
    group by account_key

),

accounts as (

    select
        {{ public_key('members.account_key') }} as account_key,
        {{ public_key('parents.account_key') }} as parent_account_key,
        described.account_name,
        members.account_domain,
        described.industry,
        described.region,
        described.country,
        described.employees,
        members.identifiers,
        coalesce(staffed.contacts, 0) as contacts,
        coalesce(described.has_record, false) as has_record,
        coalesce(described.is_in_market_list, false) as is_in_market_list,
        coalesce(described.is_gone_at_source, false) as is_gone_at_source,
        described.created_at,
        dated.first_outflow_at,
        dated.first_return_at,
        dated.first_order_at
    from members
    left join described
        on members.account_key = described.account_key
    left join {{ ref('int_account_identifiers__resolved') }} as parents
        on described.parent_account_id_key = parents.identifier_key
    left join staffed
        on members.account_key = staffed.account_key
    left join {{ ref('int_parties__dated') }} as dated
        on members.account_key = dated.party_key

)

select * from accounts
