with

members as (

    select
        contact_key,
        count(*) as identifiers
    from {{ ref('int_contact_identifiers__resolved') }}
    group by contact_key

),

records as (

    select
        contacts.*,
        row_number() over (
            partition by contacts.contact_key
            order by
                coalesce(contacts.version_at, contacts.exported_at) asc nulls first,
                contacts.row_key asc nulls last
        ) as recency
    from (
        {{ resolve_contact(ref('stg_contacts')) }}
    ) as contacts

),

described as (

    select
        contact_key,
        {{ latest_known('email_domain') }} as email_domain,
        {{ latest_known('phone_country') }} as phone_country,
        {{ latest_known('job_title') }} as job_title,
        {{ latest_known('lifecycle_stage') }} as lifecycle_stage,
        {{ latest_known('lead_source') }} as lead_source,
        {{ latest_known('country') }} as country,
        {{ latest_known('region') }} as region,
        count(*) as records,
        {{ latest_known('is_mailable') }} as is_mailable,
        min(case when is_gone_at_source then 1 else 0 end) = 1 as is_gone_at_source,
        min(created_at) as created_at,
        {{ latest_known('unsubscribed_at') }} as unsubscribed_at
    from records
    where contact_key is not null
    group by contact_key

),

contacts as (

    select
        {{ public_key('members.contact_key') }} as contact_key,
        {{ public_key('assigned.account_key') }} as account_key,
        described.email_domain,
        described.phone_country,
        described.job_title,
        described.lifecycle_stage,
        described.lead_source,
        described.country,
        described.region,
        members.identifiers,
        coalesce(described.records, 0) as records,
        described.contact_key is not null as has_record,
        described.is_mailable,
        coalesce(described.is_gone_at_source, false) as is_gone_at_source,
        described.created_at,
        described.unsubscribed_at,
        dated.first_outflow_at,
        dated.first_return_at,
        dated.first_order_at
    from members
    left join described
        on members.contact_key = described.contact_key
    left join {{ ref('int_contacts__assigned') }} as assigned
        on members.contact_key = assigned.contact_key
    left join {{ ref('int_parties__dated') }} as dated
        on members.contact_key = dated.party_key

)

select * from contacts
