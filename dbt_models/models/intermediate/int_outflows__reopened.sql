-- In an increment: the outflows of which anything may be judged otherwise than in the build before. Rather too many
-- than too few: what stays as it was is found out afterwards.
{% if is_increment() %}
with

-- Persons and accounts of whom an identifier came or left, under the former key and the new one. An outflow that was
-- there before had all its identifiers then, so its former key finds it.
moved_contacts as (

    {{ differing('int_contact_identifiers__resolved', 'contact_key', ['identifier_key', 'contact_key']) }}

    union

    {{ differing('int_contacts__assigned', 'contact_key', ['contact_key', 'account_key']) }}

),

moved_accounts as (

    {{ differing('int_account_identifiers__resolved', 'account_key', ['identifier_key', 'account_key']) }}

),

-- Of an outflow's identifiers the first that is not shared by many names its person.
flipped as (

    {{ differing('int_shared_identifiers__listed', 'identifier_key', ['identifier_key']) }}

),

-- A campaign's report counts only while none of its other outflows is there.
campaigns as (

    select campaign_id_key
    from {{ source('increment', 'changed_outflows') }}

    union

    select campaign_id_key
    from {{ source('increment', 'int_outflows__numbered') }}
    where outflow_key in (select row_key from {{ source('increment', 'changed_outflows') }})

),

reopened as (

    select row_key as outflow_key
    from {{ source('increment', 'changed_outflows') }}

    union

    select outflow_key
    from {{ source('increment', 'int_outflows__numbered') }}
    where contact_key in (select moved_contacts.contact_key from moved_contacts)

    union

    select outflow_key
    from {{ source('increment', 'int_outflows__numbered') }}
    where account_key in (select moved_accounts.account_key from moved_accounts)

    {% for identifier in ['email_key', 'phone_name_key'] %}
    union

    select _key as outflow_key
    from {{ source('landing', 'outflows') }}
    where {{ identifier }} in (select flipped.identifier_key from flipped)

    {% endfor %}
    union

    select outflows.outflow_key
    from {{ source('increment', 'int_outflows__numbered') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on outflows.kind_number = kinds.kind_number
    where kinds.level = 'audience' and outflows.campaign_id_key in (select campaigns.campaign_id_key from campaigns)

    union

    {{ differing('int_outflows__replying', 'outflow_key', ['outflow_key']) }}

    union

    {{ differing('int_outflows__bounced', 'outflow_key', ['outflow_key']) }}

)

select * from reopened
{% else %}
select cast(null as bigint) as outflow_key
where false
{% endif %}
