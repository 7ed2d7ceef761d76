-- Duplicates repeat what their first copy says, and quarantined rows make no sense: neither names anybody.
{% set dated_parties = [
    ('stg_contacts', none, false),
    ('stg_links', none, false),
    ('stg_outflows', 'sent_at', false),
    ('stg_engagements', 'occurred_at', false),
    ('stg_returns', 'returned_at', false),
    ('stg_deals', 'created_at', false),
    ('stg_orders', 'ordered_at', true),
    ('stg_order_lines', 'ordered_at', true),
    ('stg_tickets', 'opened_at', false),
    ('stg_milestones', 'reached_at', false),
] %}
{% set account_lists = ['stg_accounts', 'stg_prospects'] %}

with

parties as (

    {% for relation, moment, has_customer in dated_parties %}
    select
        contact_id_key,
        {{ 'customer_id_key' if has_customer else 'cast(null as bigint)' }} as customer_id_key,
        email_key,
        phone_name_key,
        account_id_key,
        account_domain_key,
        email_domain_key,
        min({{ moment or 'cast(null as timestamp)' }}) as first_seen_at
    from {{ ref(relation) }}
    where row_status in ('current', 'superseded')
    group by
        contact_id_key,
        {% if has_customer %}customer_id_key,{% endif %}
        email_key,
        phone_name_key,
        account_id_key,
        account_domain_key,
        email_domain_key

    union all
    {% endfor %}
    {% for relation in account_lists %}
    select
        cast(null as bigint) as contact_id_key,
        cast(null as bigint) as customer_id_key,
        cast(null as bigint) as email_key,
        cast(null as bigint) as phone_name_key,
        account_id_key,
        account_domain_key,
        cast(null as bigint) as email_domain_key,
        cast(null as timestamp) as first_seen_at
    from {{ ref(relation) }}
    where row_status in ('current', 'superseded')
    group by
        account_id_key,
        account_domain_key
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

gathered as (

    select
        contact_id_key,
        customer_id_key,
        email_key,
        phone_name_key,
        account_id_key,
        account_domain_key,
        email_domain_key,
        min(first_seen_at) as first_seen_at
    from parties
    group by
        contact_id_key,
        customer_id_key,
        email_key,
        phone_name_key,
        account_id_key,
        account_domain_key,
        email_domain_key

)

select * from gathered
