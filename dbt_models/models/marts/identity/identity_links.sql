with

contact_links as (

    select
        'contact' as thing,
        links.first_key,
        links.second_key,
        links.first_kind,
        links.second_kind,
        links.rule,
        links.status,
        first_things.contact_key as first_thing_key,
        second_things.contact_key as second_thing_key
    from {{ ref('int_contact_links__judged') }} as links
    inner join {{ ref('int_contact_identifiers__resolved') }} as first_things
        on links.first_key = first_things.identifier_key
    inner join {{ ref('int_contact_identifiers__resolved') }} as second_things
        on links.second_key = second_things.identifier_key

),

account_links as (

    select
        'account' as thing,
        links.first_key,
        links.second_key,
        links.first_kind,
        links.second_kind,
        links.rule,
        links.status,
        first_things.account_key as first_thing_key,
        second_things.account_key as second_thing_key
    from {{ ref('int_account_links__judged') }} as links
    inner join {{ ref('int_account_identifiers__resolved') }} as first_things
        on links.first_key = first_things.identifier_key
    inner join {{ ref('int_account_identifiers__resolved') }} as second_things
        on links.second_key = second_things.identifier_key

),

links as (

    select * from contact_links
    union all
    select * from account_links

),

explained as (

    select
        thing,
        {{ public_key('first_key') }} as first_identifier_key,
        {{ public_key('second_key') }} as second_identifier_key,
        {{ public_key('first_thing_key') }} as first_thing_key,
        {{ public_key('second_thing_key') }} as second_thing_key,
        first_kind,
        second_kind,
        rule,
        status
    from links

)

select * from explained
