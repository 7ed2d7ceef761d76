-- Each part is counted where it arises: what was delivered by landing, what became of it in staging, what is counted in
-- the fact table. `difference` is what the parts leave over.
{% set left = [
    'rejected', 'not_selected', 'superseded', 'duplicates', 'quarantined', 'gathered', 'refunds', 'erased', 'withdrawn'
] %}
{% set origins = ['direct', 'same_account', 'referral', 'beyond_window', 'untargeted', 'anonymous'] %}

with

tallied as (

    {% for part, items in [
        ('delivered', 'delivered'),
        ('expanded', 'expanded'),
        ('rejected', 'rejected'),
        ('not_selected', 'not_selected'),
        ('withdrawn', 'case when is_withdrawn then landed_records + expanded else 0 end'),
    ] %}
    select
        coalesce(return_source, contract) as source,
        month,
        '{{ part }}' as part,
        sum({{ items }}) as items
    from {{ source('landing', 'tallies') }}
    group by coalesce(return_source, contract), month
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

counted as (

    select
        source,
        {{ local_month('returned_at') }} as month,
        origin as part,
        count(*) as items
    from {{ ref('fct_returns') }}
    group by source, {{ local_month('returned_at') }}, origin

),

parts as (

    select
        source,
        month,
        part,
        items,
        0 as returns
    from tallied
    union all
    select
        source,
        month,
        part,
        items,
        0 as returns
    from {{ ref('int_return_rows__left') }}
    union all
    select
        source,
        month,
        part,
        items,
        items as returns
    from counted

),

ledger as (

    select
        source,
        month,
        {% for part in ['delivered', 'expanded'] + left %}
        cast(sum(case when part = '{{ part }}' then items else 0 end) as bigint) as {{ part }},
        {% endfor %}
        cast(sum(returns) as bigint) as counted,
        {% for origin in origins %}
        cast(sum(case when part = '{{ origin }}' then items else 0 end) as bigint) as {{ origin }},
        {% endfor %}
        cast(sum(case when part in ('delivered', 'expanded') then items else -items end) as bigint) as difference
    from parts
    group by source, month

)

select * from ledger
