with

contacts as (

    {{ resolve_contact(ref('stg_contacts')) }}

),

named_by_record as (

    select
        contacts.contact_key,
        accounts.account_key,
        case when contacts.account_id_key is not null then 1 else 2 end as preference,
        coalesce(contacts.version_at, contacts.exported_at) as stated_at
    from contacts
    inner join {{ ref('int_account_identifiers__resolved') }} as accounts
        on coalesce(contacts.account_id_key, contacts.account_domain_key) = accounts.identifier_key

),

named_by_mail as (

    select
        contacts.contact_key,
        min(accounts.account_key) as account_key,
        3 as preference,
        cast(null as timestamp) as stated_at
    from {{ ref('int_identifiers__gathered') }} as gathered
    inner join {{ ref('int_contact_identifiers__resolved') }} as contacts
        on gathered.email_key = contacts.identifier_key
    inner join {{ ref('int_account_identifiers__resolved') }} as accounts
        on gathered.email_domain_key = accounts.identifier_key
    group by contacts.contact_key

),

named as (

    select * from named_by_record
    union all
    select * from named_by_mail

),

ranked as (

    select
        contact_key,
        account_key,
        row_number() over (
            partition by contact_key
            order by preference asc nulls last, stated_at desc nulls last, account_key asc nulls last
        ) as choice
    from named

),

chosen as (

    select
        contact_key,
        account_key
    from ranked
    where choice = 1

)

select * from chosen
