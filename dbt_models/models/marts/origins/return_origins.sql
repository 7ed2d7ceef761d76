-- Where returns came from, beside what being reached makes one expect. Direct is exposure, not cause: of people who
-- are all mailed every month, every return is direct. So each stratum (region and relation) of the known base says
-- which share of it had been reached on the 15th, and the strata weigh as much as their known returns.
{% set origins = ['direct', 'same_account', 'referral', 'beyond_window', 'untargeted', 'anonymous'] %}
{% set exposures = ['direct', 'same_account'] %}
{% set prefixes = ['', 'certain_'] %}
with

segmented as (

    {% for segment_type, segment in {'all': "'all'", 'region': 'region', 'relation': 'relation'}.items() %}
    select
        '{{ segment_type }}' as segment_type,
        {{ segment }} as segment,
        stratified.*
    from {{ ref('int_returns__stratified') }} as stratified
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

totalled as (

    select
        segment_type,
        segment,
        {% for prefix in prefixes %}
        {% for counted in origins + ['known_returns', 'returns'] %}
        cast(sum({{ prefix }}{{ counted }}) as bigint) as {{ prefix }}{{ counted }},
        {% endfor %}
        -- A stratum without a known base has no expectation, and no weight.
        sum(case when base_direct is not null then {{ prefix }}known_returns end) as {{ prefix }}weight,
        {% for exposure in exposures %}
        sum({{ prefix }}known_returns * base_{{ exposure }}) as {{ prefix }}weighted_{{ exposure }},
        {% endfor %}
        {% endfor %}
        month
    from segmented
    group by segment_type, segment, month

),

origins as (

    select
        segment_type,
        segment,
        month,
        {% for prefix in prefixes %}
        {% for origin in origins %}
        cast({{ prefix }}{{ origin }} / nullif({{ prefix }}returns, 0) as decimal(18, 9))
            as {{ prefix }}{{ origin }}_share,
        {% endfor %}
        {% for exposure in exposures %}
        cast({{ prefix }}{{ exposure }} / nullif({{ prefix }}known_returns, 0) as decimal(18, 9))
            as {{ prefix }}{{ exposure }}_known_share,
        cast({{ prefix }}weighted_{{ exposure }} / nullif({{ prefix }}weight, 0) as decimal(18, 9))
            as {{ prefix }}{{ exposure }}_expected,
        cast(
            {{ prefix }}{{ exposure }} * {{ prefix }}weight
            / nullif({{ prefix }}known_returns * {{ prefix }}weighted_{{ exposure }}, 0) as decimal(18, 6)
        ) as {{ prefix }}{{ exposure }}_ratio,
        {% endfor %}
        {% endfor %}
        known_returns,
        returns,
        certain_known_returns,
        certain_returns,
        -- Measured once the models are built, in the segment all; no model reads it.
        cast(null as decimal(18, 6)) as halo_ratio,
        cast(null as decimal(18, 6)) as halo_low,
        cast(null as decimal(18, 6)) as halo_high,
        cast(null as string) as halo_verdict,
        cast(null as string) as halo_reason
    from totalled

)

select * from origins
