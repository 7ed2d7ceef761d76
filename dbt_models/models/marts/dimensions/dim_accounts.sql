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
    left join {{ ref('int_accounts__described') }} as described
        on members.account_key = described.account_key
    left join {{ ref('int_account_identifiers__resolved') }} as parents
        on described.parent_account_id_key = parents.identifier_key
    left join staffed
        on members.account_key = staffed.account_key
    left join {{ ref('int_parties__dated') }} as dated
        on members.account_key = dated.party_key

)

select * from accounts
