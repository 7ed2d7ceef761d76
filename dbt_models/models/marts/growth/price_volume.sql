-- Why revenue changed since the period before. Prices and quantities are split at their middles, so that the parts add
-- up and are the same backwards; what is left of volume by product is mix.
with

paired as (

    select * from {{ ref('int_product_periods__paired') }}

),

-- Rates, quantity and mean price of all products that were sold in both periods, per currency and unit.
continuing as (

    select
        grain,
        period_number,
        currency,
        unit,
        cast(sum(quantity_after) as double) - cast(sum(quantity_before) as double) as quantity_change,
        (
            cast(sum(amount_before) as double) / nullif(cast(sum(quantity_before) as double), 0)
            + cast(sum(amount_after) as double) / nullif(cast(sum(quantity_after) as double), 0)
        ) / 2 as mean_price,
        -- Where all was given away there is no rate, and nothing to convert.
        (
            coalesce(cast(sum(revenue_before) as double) / nullif(cast(sum(amount_before) as double), 0), 1)
            + coalesce(cast(sum(revenue_after) as double) / nullif(cast(sum(amount_after) as double), 0), 1)
        ) / 2 as mean_rate
    from paired
    where state = 'continuing'
    group by grain, period_number, currency, unit

),

priced as (

    select
        paired.*,
        paired.revenue_after - paired.revenue_before as change,
        continuing.mean_rate,
        continuing.mean_price,
        cast(paired.amount_before as double) / nullif(cast(paired.quantity_before as double), 0) as price_before,
        cast(paired.amount_after as double) / nullif(cast(paired.quantity_after as double), 0) as price_after,
        cast(paired.quantity_before as double) as pieces_before,
        cast(paired.quantity_after as double) as pieces_after
    from paired
    left join continuing
        on
            paired.grain = continuing.grain
            and paired.period_number = continuing.period_number
            and paired.currency = continuing.currency
            and paired.unit = continuing.unit
            and paired.state = 'continuing'

),

split as (

    select
        *,
        cast(mean_rate * (price_after - price_before) * (pieces_before + pieces_after) / 2 as decimal(28, 6))
            as price_effect,
        cast(mean_rate * mean_price * (pieces_after - pieces_before) as decimal(28, 6)) as volume_effect,
        cast(
            cast(change as double) - mean_rate * cast(amount_after - amount_before as double) as decimal(28, 6)
        ) as fx_effect
    from priced

)

select
    split.grain,
    periods.period,
    split.basis,
    split.product_key,
    split.currency,
    split.unit,
    split.state,
    cast(split.quantity_before as decimal(28, 6)) as quantity_before,
    cast(split.quantity_after as decimal(28, 6)) as quantity_after,
    split.revenue_before,
    split.revenue_after,
    cast(split.change as decimal(28, 2)) as change,
    split.price_effect,
    split.volume_effect,
    cast(split.change as decimal(28, 6)) - split.price_effect - split.volume_effect - split.fx_effect as mix_effect,
    split.fx_effect,
    {% for state in ['new', 'returning', 'dropped'] %}
    case when split.state = '{{ state }}' then cast(split.change as decimal(28, 2)) end as {{ state }}_products,
    {% endfor %}
    case when split.state is null then cast(split.change as decimal(28, 2)) end as other_change,
    periods.has_whole_previous and periods.is_over as is_complete
from split
inner join {{ ref('int_revenue_periods__numbered') }} as periods
    on split.grain = periods.grain and split.period_number = periods.period_number
