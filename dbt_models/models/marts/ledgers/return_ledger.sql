-- Each part is counted where it arises: what was delivered by landing, what became of it in staging, what is counted in
-- the fact table. `difference` is what the parts leave over.
with

tallied as (

    select
        coalesce(return_source, contract) as source,
        month,
        'delivered' as part,
        sum(delivered) as items
    from {{ source('landing', 'tallies') }}
    group by coalesce(return_source, contract), month

    {% for part in ['expanded', 'rejected', 'not_selected'] %}
    union all
    select coalesce(return_source, contract), month, '{{ part }}', sum({{ part }})
    from {{ source('landing', 'tallies') }}
    group by coalesce(return_source, contract), month
    {% endfor %}

    union all
    select coalesce(return_source, contract), month, 'withdrawn', sum(landed_records + expanded)
    from {{ source('landing', 'tallies') }}
    where is_withdrawn
    group by coalesce(return_source, contract), month

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

    select source, month, part, items from tallied
    union all
    select source, month, part, items from {{ ref('int_return_rows__left') }}
    union all
    select source, month, part, items from counted

),

ledger as (

    select
        source,
        month,
        {% for part in [
            'delivered', 'expanded', 'rejected', 'not_selected', 'superseded', 'duplicates', 'quarantined',
            'gathered', 'refunds', 'erased', 'withdrawn',
            'direct', 'same_account', 'referral', 'beyond_window', 'untargeted', 'anonymous'
        ] %}
        cast(sum(case when part = '{{ part }}' then items else 0 end) as bigint) as {{ part }}{{ ',' if not loop.last }}
        {% endfor %}
    from parts
    group by source, month

),

balanced as (

    select
        *,
        direct + same_account + referral + beyond_window + untargeted + anonymous as counted
    from ledger

)

select
    source,
    month,
    delivered,
    expanded,
    rejected,
    not_selected,
    superseded,
    duplicates,
    quarantined,
    gathered,
    refunds,
    erased,
    withdrawn,
    counted,
    direct,
    same_account,
    referral,
    beyond_window,
    untargeted,
    anonymous,
    delivered + expanded
    - rejected - not_selected - superseded - duplicates - quarantined - gathered - refunds - erased - withdrawn
    - counted as difference
from balanced
