{# How a conversion is divided among the touchpoints of its path.

   Every model gives each touchpoint a share in whole billionths, rounded down; what rounding leaves goes to the last
   touchpoint, so that the shares are exactly one. The shares of revenue are made of them likewise, in whole cents. #}
{% macro rule_models() -%}
    {{ return(['first', 'last', 'linear', 'position', 'time_decay']) }}
{%- endmacro %}

{# The kinds of touchpoints that a model knows on a path: how many there are, the share of each in billionths, and which
   they are, read in `decayed`. Time decay is not among them: there each touchpoint has a share of its own. #}
{% macro path_parts(model) -%}
    {{ return({
        'first': [('1', '1000000000', 'decayed.position = 1')],
        'last': [('1', '1000000000', 'decayed.position = decayed.touchpoints')],
        'linear': [('touchpoints', 'cast(floor(1000000000 / nullif(touchpoints, 0)) as bigint)', 'true')],
        'position': [
            (
                'least(touchpoints, 2)',
                'case touchpoints when 1 then 1000000000 when 2 then 500000000 else 400000000 end',
                'decayed.position = 1 or decayed.position = decayed.touchpoints',
            ),
            (
                'greatest(touchpoints - 2, 0)',
                'coalesce(cast(floor(200000000 / nullif(greatest(touchpoints - 2, 0), 0)) as bigint), 0)',
                'decayed.position > 1 and decayed.position < decayed.touchpoints',
            ),
        ],
    }[model]) }}
{%- endmacro %}

{# What a model divides a whole path of `summed_paths` into: share and cents of each kind of touchpoint, and what
   rounding down leaves of both for the last one. #}
{% macro divided_path(model) -%}
    {%- if model == 'time_decay' -%}
        1000000000 - decayed_share as share_left_time_decay,
        cast(revenue * 100 as bigint) - decayed_cents as cents_left_time_decay
    {%- else -%}
        {%- for _, share, _ in path_parts(model) -%}
        {{ share }} as share_{{ loop.index }}_{{ model }},
        {{ cents_of('revenue', share) }} as cents_{{ loop.index }}_{{ model }},
        {% endfor -%}
        1000000000
        {%- for count, share, _ in path_parts(model) %} - {{ count }} * {{ share }}{% endfor %} as share_left_{{ model }},
        cast(revenue * 100 as bigint)
        {%- for count, share, _ in path_parts(model) %} - {{ count }} * {{ cents_of('revenue', share) }}{% endfor %}
            as cents_left_{{ model }}
    {%- endif -%}
{%- endmacro %}

{# What a touchpoint gets by a model: its part of `divided_paths`, and what is left if it is the last one. `what` is
   share or cents. #}
{% macro credited(what, model, nothing) -%}
    cast(
            {% if model == 'time_decay' -%}
            decayed.decayed_{{ what }}
            {%- else -%}
            case
                {%- for _, _, place in path_parts(model) %}
                when {{ place }} then divided_paths.{{ what }}_{{ loop.index }}_{{ model }}
                {%- endfor %}
                else {{ nothing }}
            end
            {%- endif %}
            + case
                when decayed.position = decayed.touchpoints then divided_paths.{{ what }}_left_{{ model }} else {{ nothing }}
            end as bigint
        )
{%- endmacro %}

{# What a touchpoint weighs when its weight halves every half-life: a trillion for the youngest of the path. Whole
   numbers, so that their sum does not depend on the order in which they are added. #}
{% macro decayed_weight(age_days, youngest_age_days) -%}
    cast(floor(
        1000000000000 * power(2, ({{ youngest_age_days }} - {{ age_days }}) / {{ var('attribution_half_life_days') }})
    ) as bigint)
{%- endmacro %}

{# The share of a weight in the path's, in billionths, rounded down. #}
{% macro decayed_share(weight, path_weight) -%}
    cast(floor(1000000000 * ({{ weight }} / nullif({{ path_weight }}, 0))) as bigint)
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
