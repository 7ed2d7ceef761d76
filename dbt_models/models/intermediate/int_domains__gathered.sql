{% set parties = [
    'stg_contacts', 'stg_links', 'stg_outflows', 'stg_engagements', 'stg_returns', 'stg_deals', 'stg_orders',
    'stg_order_lines', 'stg_tickets', 'stg_milestones',
] %}
{% set account_namers = parties | reject('in', ['stg_outflows', 'stg_engagements']) | list + ['stg_accounts', 'stg_prospects'] %}

with

seen as (

    {% for relation in parties %}
    select
        email_domain_key as domain_key,
        max(email_domain) as domain
    from {{ ref(relation) }}
    where email_domain_key is not null
    group by email_domain_key

    union all
    {% endfor %}
    {% for relation in account_namers %}
    select
        account_domain_key as domain_key,
        max(account_domain) as domain
    from {{ ref(relation) }}
    where account_domain_key is not null
    group by account_domain_key
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

named as (

    select
        domain_key,
        max(domain) as domain
    from seen
    group by domain_key

),

judged as (

    select
        named.domain_key,
        named.domain,
        free_mail_domains.domain is not null as is_free_mail
    from named
    left join {{ ref('free_mail_domains') }} as free_mail_domains
        on named.domain = free_mail_domains.domain

)

select * from judged
