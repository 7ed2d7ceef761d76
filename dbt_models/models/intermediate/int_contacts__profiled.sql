-- Where each person belongs, and from which month's 15th on it is known and a customer.
with

contacts as (

    select
        cast(contact_key as bigint) as contact_key,
        cast(account_key as bigint) as account_key,
        region
    from {{ ref('dim_contacts') }}

),

profiled as (

    select
        contacts.contact_key,
        contacts.account_key,
        coalesce(accounts.region, contacts.region, 'unknown') as region,
        coalesce({{ mid_month_number('created.created_at') }} + 1, 0) as known_from,
        {{ mid_month_number('least(own.first_purchased_at, companies.first_purchased_at)') }} + 1 as customer_from
    from contacts
    left join {{ ref('int_accounts__described') }} as accounts
        on contacts.account_key = accounts.account_key
    left join {{ ref('int_parties__created') }} as created
        on contacts.contact_key = created.party_key
    left join {{ ref('int_purchases__dated') }} as own
        on contacts.contact_key = own.party_key
    -- What a colleague bought makes a customer only where customers are accounts.
    left join {{ ref('int_purchases__dated') }} as companies
        on contacts.account_key = companies.party_key and '{{ var("customer_level") }}' = 'account'

)

select * from profiled
