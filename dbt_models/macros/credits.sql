{# How a conversion is divided among the touchpoints of its path.

   A rule model is a list of weights, in thousandths: for places on the path, and for all touchpoints between them. A
   path lacks the places that it has no touchpoint for; what is there shares the conversion in proportion. Shares are
   rounded down to the billionth, revenue to the cent; what rounding leaves goes to the last touchpoint, so that the sums
   are exact. Time decay knows no places: there each touchpoint has a share of its own, made with the path. #}
{% macro weighted_models() -%}
    {%- set models = {
        'first': {'first': 1000},
        'last': {'last': 1000},
        'last_non_brand': {'not_by_brand': 1000},
        'linear': {'between': 1000},
        'position': {'first': 400, 'last': 400, 'between': 200},
        'w_shaped': {'first': 300, 'lead': 300, 'opportunity': 300, 'only_stage': 300, 'between': 100},
        'full_path': {'first': 225, 'lead': 225, 'opportunity': 225, 'last': 225, 'between': 100},
    } -%}
    {%- if var('attribution_weights') is mapping -%}
        {%- set custom = {} -%}
        {%- for place, percent in var('attribution_weights').items() if percent -%}
            {%- do custom.update({place: (percent * 10) | round | int}) -%}
        {%- endfor -%}
        {%- do models.update({'custom': custom}) -%}
    {%- endif -%}
    {{ return(models) }}
{%- endmacro %}

{# The channels that the setting brand_channels names, quoted. #}
{% macro brand_channels() -%}
    {%- set quoted = [] -%}
    {%- for channel in var('brand_channels') if var('brand_channels') is not string -%}
        {%- do quoted.append("'" ~ (channel | replace("'", "''")) ~ "'") -%}
    {%- endfor -%}
    {{ return(quoted) }}
{%- endmacro %}

{# A column that only some workspaces have cannot be described in the model's file. #}
{% macro comment_on_custom(what) -%}
    {%- if var('attribution_weights') is mapping and target.type == 'duckdb' -%}
    comment on column {{ this }}.{{ what }}_custom is
        'Part of the {{ {'credit': 'conversion', 'revenue': 'revenue'}[what] }} by the weights of the setting attribution_weights; exactly the whole over the path.'
    {%- endif -%}
{%- endmacro %}

{% macro rule_models() -%}
    {{ return(weighted_models().keys() | list + ['time_decay']) }}
{%- endmacro %}

{# The weights of a model's places, without what lies between them. #}
{% macro weights_of_places(model) -%}
    {%- set weights = {} -%}
    {%- for place, weight in weighted_models()[model].items() if place != 'between' -%}
        {%- do weights.update({place: weight}) -%}
    {%- endfor -%}
    {{ return(weights) }}
{%- endmacro %}

{# The models that need to know what lies between their places, or what their places weigh together. #}
{% macro shared_models() -%}
    {%- set shared = [] -%}
    {%- for model, weights in weighted_models().items() if model == 'custom' or weights | length > 1 or 'between' in weights -%}
        {%- do shared.append(model) -%}
    {%- endfor -%}
    {{ return(shared) }}
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

{# A share of revenue in cents, rounded down. 19 digits, because DuckDB keeps a product of two decimals of up to 18 in 18:
   from ten millions on it would not fit. #}
{% macro cents_of(revenue, share) -%}
    cast(floor(cast({{ revenue }} * 100 as decimal(19, 0)) * {{ billionths(share) }}) as bigint)
{%- endmacro %}

{# Whole billionths and whole cents as exact decimals. #}
{% macro billionths(share) -%}
    cast(cast({{ share }} as decimal(10, 0)) * cast(0.000000001 as decimal(9, 9)) as decimal(18, 9))
{%- endmacro %}

{% macro cents(share) -%}
    cast(cast({{ share }} as decimal(18, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))
{%- endmacro %}

{# Sums of them, which may be larger. #}
{% macro summed_billionths(sum) -%}
    cast(cast({{ sum }} as decimal(28, 0)) * cast(0.000000001 as decimal(9, 9)) as decimal(28, 9))
{%- endmacro %}

{% macro summed_cents(sum) -%}
    cast(cast({{ sum }} as decimal(28, 0)) * cast(0.01 as decimal(2, 2)) as decimal(28, 2))
{%- endmacro %}
