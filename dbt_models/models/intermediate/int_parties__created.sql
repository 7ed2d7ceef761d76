-- Since when each person and each account is known: the earliest creation date of its records, else its first mention
-- in any fact.
with

contacts as (

    {{ resolve_contact(ref('stg_contacts'), condition="row_status in ('current', 'superseded')") }}

),

records as (

    select
        contact_key as party_key,
        min(created_at) as created_at
    from contacts
    where contact_key is not null and created_at is not null
    group by contact_key

    union all

    select
        accounts.account_key as party_key,
        min(stg_accounts.created_at) as created_at
    from {{ ref('stg_accounts') }} as stg_accounts
    inner join {{ ref('int_account_identifiers__resolved') }} as accounts
        on coalesce(stg_accounts.account_id_key, stg_accounts.account_domain_key) = accounts.identifier_key
    where stg_accounts.row_status in ('current', 'superseded') and stg_accounts.created_at is not null
    group by accounts.account_key

),

mentions as (

    select
        contacts.contact_key as party_key,
        min(gathered.first_seen_at) as created_at
    from {{ ref('int_identifiers__gathered') }} as gathered
    inner join {{ ref('int_contact_identifiers__resolved') }} as contacts
        on
            coalesce(
                gathered.contact_id_key, gathered.customer_id_key, gathered.email_key, gathered.phone_name_key
            ) = contacts.identifier_key
    where gathered.first_seen_at is not null
    group by contacts.contact_key

    union all

    select
        accounts.account_key as party_key,
        min(gathered.first_seen_at) as created_at
    from {{ ref('int_identifiers__gathered') }} as gathered
    inner join {{ ref('int_account_identifiers__resolved') }} as accounts
        on
            coalesce(
                gathered.account_id_key, gathered.account_domain_key, gathered.email_domain_key
            ) = accounts.identifier_key
    where gathered.first_seen_at is not null
    group by accounts.account_key

),

created as (

    select
        coalesce(records.party_key, mentions.party_key) as party_key,
        coalesce(records.created_at, mentions.created_at) as created_at
    from records
    full outer join mentions
        on records.party_key = mentions.party_key

)

select * from created
