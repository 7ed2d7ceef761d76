-- The share of revenue that the largest 20 % of members make, and its 95 % interval, from each member's influence on
-- it: a point of the Lorenz curve, whose cut-off moves with the sample (Beach and Davidson, Econometrica 51, 1983).
-- Below a hundred members the limits hold the truth too rarely: a few large ones are yet to come.
{% set fewest_members = 100 %}
with

members as (

    {% for basis, prefix in {'net': '', 'gross': 'gross_'}.items() %}
    select
        dimension,
        period,
        '{{ basis }}' as basis,
        cast({{ prefix }}revenue as decimal(28, 2)) as revenue,
        {{ prefix }}is_top_20 as is_top_20
    from {{ ref('pareto_customers') }}
    where {{ prefix }}revenue is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

shares as (

    select
        dimension,
        period,
        basis,
        count(*) as members,
        cast(sum(revenue) as double) as total,
        cast(sum(case when is_top_20 then revenue else 0 end) as double)
        / nullif(cast(sum(revenue) as double), 0) as share,
        cast(min(case when is_top_20 then revenue end) as double) as cutoff,
        count(case when is_top_20 then 1 end) / nullif(count(*), 0) as top_members_share
    from members
    group by dimension, period, basis
    having count(*) >= {{ fewest_members }} and sum(revenue) > 0

),

influences as (

    select
        shares.dimension,
        shares.period,
        shares.basis,
        shares.members,
        shares.share,
        cast(
            shares.members / nullif(shares.total, 0)
            * (
                case when members.is_top_20 then members.revenue - shares.cutoff else 0 end
                - shares.share * members.revenue
                + shares.cutoff * shares.top_members_share
            ) as decimal(12, 4)
        ) as influence
    from members
    inner join shares
        on
            members.dimension = shares.dimension
            and members.period = shares.period
            and members.basis = shares.basis

),

{{ interval_of_influences(
    'limits', 'influences', ['dimension', 'period', 'basis', 'members', 'share'], members='members', centre='share'
) }}

-- As for every claim: the whole interval must lie in the range of the benchmark, or none of it.
select
    limits.dimension,
    limits.period,
    limits.basis,
    cast(greatest(limits.low, 0) as decimal(18, 9)) as top_20_low,
    cast(limits.high as decimal(18, 9)) as top_20_high,
    case
        when limits.low >= benchmarks.benchmark_low and limits.high <= benchmarks.benchmark_high then 'holds'
        when limits.low > benchmarks.benchmark_high or limits.high < benchmarks.benchmark_low then 'does_not_hold'
        else 'cannot_tell'
    end as verdict
from limits
inner join {{ ref('benchmarks') }} as benchmarks
    on benchmarks.claim = 'top_20_share'
