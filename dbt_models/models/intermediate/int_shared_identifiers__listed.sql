with

flagged as (

    select first_key as identifier_key
    from {{ ref('int_contact_links__judged') }}
    where is_first_shared

    union all

    select second_key as identifier_key
    from {{ ref('int_contact_links__judged') }}
    where is_second_shared

    union all

    select first_key as identifier_key
    from {{ ref('int_account_links__judged') }}
    where is_first_shared

    union all

    select second_key as identifier_key
    from {{ ref('int_account_links__judged') }}
    where is_second_shared

),

listed as (

    select distinct identifier_key from flagged

)

select * from listed
