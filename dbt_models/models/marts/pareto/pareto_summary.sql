{% set estimated = {'inequality': 'int_inequality__estimated', 'limits': 'int_top_shares__estimated'} %}
with

members as (
    {% for basis, prefix in {'net': '', 'gross': 'gross_'}.items() %}
    select
        dimension,
        period,
        '{{ basis }}' as basis,
        {{ prefix }}revenue as revenue,
        {{ prefix }}class as class,
        {{ prefix }}is_top_20 as is_top_20,
        {{ prefix }}is_top_1 as is_top_1,
        is_loyal,
        starts_on,
        ends_on
    from {{ ref('pareto_customers') }}
    where {{ prefix }}revenue is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

totalled as (

    select
        dimension,
        period,
        basis,
        max(starts_on) as starts_on,
        max(ends_on) as ends_on,
        -- Nobody can have bought in three months of a period that has fewer; nobody but buyers is loyal.
        12 * (extract(year from max(ends_on)) - extract(year from max(starts_on)))
        + extract(month from max(ends_on)) - extract(month from max(starts_on)) < 2
        and dimension in ('customer', 'account') as lacks_months,
        count(*) as members,
        count(case when revenue > 0 then 1 end) as positive_members,
        count(case when revenue = 0 then 1 end) as zero_members,
        count(case when revenue < 0 then 1 end) as negative_members,
        cast(sum(revenue) as decimal(18, 2)) as revenue,
        count(case when is_top_20 then 1 end) as top_20_members,
        sum(case when is_top_20 then revenue else 0 end) as top_20_revenue,
        sum(case when is_top_1 then revenue else 0 end) as top_1_revenue,
        count(case when class = 'A' then 1 end) as members_for_80,
        case when dimension in ('customer', 'account') then count(case when is_loyal then 1 end) end as loyal_members,
        sum(case when is_loyal then revenue when not is_loyal then 0 end) as loyal_revenue,
        count(case when is_loyal and is_top_20 then 1 end) as loyal_top_20_members
    from members
    group by dimension, period, basis

)

select
    totalled.dimension,
    totalled.period,
    totalled.basis,
    totalled.starts_on,
    totalled.ends_on,
    totalled.members,
    totalled.positive_members,
    totalled.zero_members,
    totalled.negative_members,
    totalled.revenue,
    totalled.top_20_members,
    {% for part in ['top_20', 'top_1'] %}
    cast(totalled.{{ part }}_revenue / nullif(greatest(totalled.revenue, 0), 0) as decimal(28, 9)) as {{ part }}_share,
    {% endfor %}
    limits.top_20_low,
    limits.top_20_high,
    coalesce(limits.verdict, 'cannot_tell') as verdict,
    totalled.members_for_80,
    cast(totalled.members_for_80 / nullif(totalled.members, 0) as decimal(18, 9)) as members_for_80_share,
    inequality.gini,
    inequality.gini_low,
    inequality.gini_high,
    totalled.loyal_members,
    case
        when not totalled.lacks_months
            then cast(totalled.loyal_members / nullif(totalled.members, 0) as decimal(18, 9))
    end as loyal_share,
    case
        when not totalled.lacks_months
            then cast(totalled.loyal_revenue / nullif(greatest(totalled.revenue, 0), 0) as decimal(28, 9))
    end as loyal_revenue_share,
    totalled.loyal_top_20_members,
    cast(totalled.loyal_top_20_members / nullif(totalled.loyal_members, 0) as decimal(18, 9)) as loyal_top_20_share,
    case
        when totalled.revenue <= 0 then 'no revenue: refunds are as large as what was bought'
        when inequality.gini_low is null then 'fewer than 50 members with revenue: no interval'
        when limits.top_20_low is null then 'fewer than 100 members: no verdict on 20/80'
        when totalled.lacks_months then 'shorter than three months: nobody can be called loyal'
    end as reason
from totalled
{% for estimates, relation in estimated.items() %}
left join {{ ref(relation) }} as {{ estimates }}
    on
        totalled.dimension = {{ estimates }}.dimension
        and totalled.period = {{ estimates }}.period
        and totalled.basis = {{ estimates }}.basis
{% endfor %}
