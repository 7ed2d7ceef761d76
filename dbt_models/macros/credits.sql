{# How a conversion is divided among the touchpoints of its path.

   Every model gives each touchpoint a share in whole billionths, rounded down; what rounding leaves goes to the last
   touchpoint, so that the shares are exactly one. The shares of revenue are made of them likewise, in whole cents. #}
{% macro rule_models() -%}
    {{ return(['first', 'last', 'linear', 'position', 'time_decay']) }}
{%- endmacro %}

{# The share of one touchpoint in billionths, from its position, the touchpoints of its path, and the weights. #}
{% macro rule_share(model) -%}
    {%- if model == 'first' -%}
        case when position = 1 then 1000000000 else 0 end
    {%- elif model == 'last' -%}
        case when position = touchpoints then 1000000000 else 0 end
    {%- elif model == 'linear' -%}
        cast(floor(1000000000 / nullif(touchpoints, 0)) as bigint)
    {%- elif model == 'position' -%}
        case
            when touchpoints = 1 then 1000000000
            when touchpoints = 2 then 500000000
            when position = 1 or position = touchpoints then 400000000
            else cast(floor(200000000 / nullif(touchpoints - 2, 0)) as bigint)
        end
    {%- elif model == 'time_decay' -%}
        cast(floor(1000000000 * (weight / nullif(path_weight, 0))) as bigint)
    {%- endif -%}
{%- endmacro %}

{# What a touchpoint weighs when its weight halves every half-life: a trillion for the youngest of the path. Whole
   numbers, so that their sum does not depend on the order in which they are added. #}
{% macro decayed_weight(age_days, youngest_age_days) -%}
    cast(floor(
        1000000000000 * power(2, ({{ youngest_age_days }} - {{ age_days }}) / {{ var('attribution_half_life_days') }})
    ) as bigint)
{%- endmacro %}

{# A share of revenue in cents, rounded down. #}
{% macro cents_of(revenue, share) -%}
    cast(floor(cast({{ revenue }} * 100 as decimal(18, 0)) * {{ billionths(share) }}) as bigint)
{%- endmacro %}

{# Whole billionths and whole cents as exact decimals. #}
{% macro billionths(share) -%}
    cast(cast({{ share }} as decimal(10, 0)) * cast(0.000000001 as decimal(9, 9)) as decimal(18, 9))
{%- endmacro %}

{% macro cents(share) -%}
    cast(cast({{ share }} as decimal(18, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))
{%- endmacro %}
