with

aliases as (

    select
        {{ public_key('identifier_key') }} as alias_key,
        {{ public_key('contact_key') }} as contact_key,
        kind as identifier_kind
    from {{ ref('int_contact_identifiers__resolved') }}

)

select * from aliases
