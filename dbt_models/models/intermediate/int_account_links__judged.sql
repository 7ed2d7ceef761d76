-- Only a row that names an account and its domain links the two. A contact's e-mail domain does not: a consultant who
-- is filed under a client would make one company of two.
with

gathered as (

    select
        gathered.account_id_key,
        domains.domain_key as account_domain_key
    from {{ ref('int_identifiers__gathered') }} as gathered
    inner join {{ ref('stg_domains') }} as domains
        on gathered.account_domain_key = domains.domain_key
    where gathered.account_id_key is not null and not domains.is_free_mail

),

pairs as (

    {{ pair_identifiers('gathered', {'account_id_key': 'account_id', 'account_domain_key': 'domain'}) }}

    union all

    {{ pair_merges('account', 'account_id') }}

),

links as (

    {{ order_pairs('pairs') }}

),

{{ judge_links('links', strong_kind='account_id') }}

select * from judged_links
