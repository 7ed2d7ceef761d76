with

aliases as (

    select
        {{ public_key('identifier_key') }} as alias_key,
        {{ public_key('account_key') }} as account_key,
        kind as identifier_kind
    from {{ ref('int_account_identifiers__resolved') }}

)

select * from aliases
