-- Read from landing, not from the other models of staging: twenty million outflows need not keep their domain in words.
{% set with_email = [
    'contacts', 'links', 'outflows', 'engagements', 'returns', 'deals', 'orders', 'order_lines', 'tickets', 'milestones',
] %}
{% set with_account_domain = with_email + ['accounts', 'prospects'] %}

with

seen as (

    {% for entity in with_email %}
    select
        email_domain_key as domain_key,
        max(email_domain) as domain
    from {{ source('landing', entity) }}
    where email_domain_key is not null
    group by email_domain_key

    union all
    {% endfor %}
    {% for entity in with_account_domain %}
    select
        account_domain_key as domain_key,
        max(account_domain) as domain
    from {{ source('landing', entity) }}
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
