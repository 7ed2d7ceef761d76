{% set identifiers = {
    'contact_id_key': 'contact_id',
    'customer_id_key': 'contact_id',
    'email_key': 'email',
    'phone_name_key': 'phone_and_name',
} %}

with

gathered as (

    select * from {{ ref('int_identifiers__gathered') }}

),

pairs as (

    {{ pair_identifiers('gathered', identifiers) }}

    union all

    {{ pair_merges('contact', 'contact_id') }}

),

links as (

    {{ order_pairs('pairs') }}

),

{{ judge_links('links', strong_kind='contact_id') }}

select * from judged_links
