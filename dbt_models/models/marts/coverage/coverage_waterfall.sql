-- The whole market in exclusive parts, on each date, by all accounts and by what they are. Parts without an account
-- stand there with 0, so that bars compare. A declared size of the market adds those on no list, over all accounts.
{% set market_size = var('market_size') %}
{% set parts = [
    'buyer', 'lost_to_competitor', 'in_progress', 'no_longer_covered', 'known_not_approached', 'not_reached',
] %}
{% set segments = {'all': "'all'", 'industry': 'described.industry', 'region': 'described.region'} %}
with

accounts as (

    {% for segment_type, segment in segments.items() %}
    select
        parts.date_on,
        '{{ segment_type }}' as segment_type,
        coalesce({{ segment }}, '(none)') as segment,
        parts.part,
        described.potential
    from {{ ref('int_account_parts__dated') }} as parts
    left join {{ ref('int_accounts__described') }} as described
        on parts.account_key = described.account_key
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

totals as (

    select
        date_on,
        segment_type,
        segment,
        {% for part in parts %}
        count(case when part = '{{ part }}' then 1 end) as {{ part }}_accounts,
        sum(case when part = '{{ part }}' then potential end) as {{ part }}_potential,
        {% endfor %}
        {% if market_size %}
        case when segment_type = 'all' then greatest({{ market_size }} - count(*), 0) else 0 end as unlisted_accounts,
        cast(null as decimal(18, 6)) as unlisted_potential,
        {% else %}
        0 as unlisted_accounts,
        {% endif %}
        count(*) as accounts,
        sum(potential) as potential
    from accounts
    group by date_on, segment_type, segment

),

waterfall as (

    {% for part in parts + (['unlisted'] if market_size else []) %}
    select
        date_on,
        segment_type,
        segment,
        '{{ part }}' as part,
        {{ loop.index }} as position,
        {{ part }}_accounts as accounts,
        {{ part }}_potential as potential,
        accounts + unlisted_accounts as all_accounts,
        potential as all_potential
    from totals
    {% if part == 'unlisted' %}
    where segment_type = 'all'
    {% endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    date_on,
    segment_type,
    segment,
    part,
    position,
    accounts,
    cast(accounts / nullif(all_accounts, 0) as decimal(18, 9)) as share,
    cast(potential as decimal(18, 2)) as potential,
    cast(potential / nullif(all_potential, 0) as decimal(18, 9)) as potential_share
from waterfall
