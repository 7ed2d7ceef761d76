with

linked as (

    select
        first_key,
        second_key
    from {{ ref('int_account_links__judged') }}
    where status = 'linked'

),

{{ connected_components('linked') }},

identifiers as (

    select
        account_id_key as identifier_key,
        'account_id' as kind
    from {{ ref('int_identifiers__gathered') }}
    where account_id_key is not null

    union

    select
        parent_account_id_key as identifier_key,
        'account_id' as kind
    from {{ ref('stg_accounts') }}
    where parent_account_id_key is not null and row_status in ('current', 'superseded')

    union

    select
        old_id_key as identifier_key,
        'account_id' as kind
    from {{ ref('stg_merges') }}
    where thing = 'account' and row_status in ('current', 'superseded')

    union

    select
        new_id_key as identifier_key,
        'account_id' as kind
    from {{ ref('stg_merges') }}
    where thing = 'account' and row_status in ('current', 'superseded')

    union

    select
        domain_key as identifier_key,
        'domain' as kind
    from {{ ref('stg_domains') }}
    where not is_free_mail

),

resolved as (

    select
        identifiers.identifier_key,
        coalesce(components.component_key, identifiers.identifier_key) as account_key,
        identifiers.kind
    from identifiers
    left join components
        on identifiers.identifier_key = components.member_key

)

select * from resolved
