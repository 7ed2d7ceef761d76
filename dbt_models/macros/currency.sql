{# Money in the reporting currency: the amount times the rate of its day (reporting currency per unit of its own).
   `rate` is null for amounts that are in the reporting currency already; staging has quarantined the rest. #}
{% macro in_reporting_currency(amount, currency, rate) -%}
    cast(
        case
            when coalesce({{ currency }}, '{{ var("currency") }}') = '{{ var("currency") }}' then {{ amount }}
            else cast({{ amount }} as decimal(28, 6)) * {{ rate }}
        end as decimal(18, 6)
    )
{%- endmacro %}

{# Joins the rate of the day of `moment` as `rates` to `relation`, which has a column `currency`. #}
{% macro join_rate_of(relation, moment) -%}
    left join {{ ref('stg_rates') }} as rates
        on
            {{ relation }}.currency = rates.currency
            and {{ local_date(relation ~ '.' ~ moment) }} = rates.rate_on
{%- endmacro %}

{# Amounts are rounded once, where a mart is written. #}
{% macro to_cents(amount) -%}
    cast(round({{ amount }}, 2) as decimal(18, 2))
{%- endmacro %}

{# What a refund pays back is negative, whichever sign the source writes. #}
{% macro signed_amount(amount, kind) -%}
    case when {{ kind }} = 'refund' then -abs({{ amount }}) else {{ amount }} end
{%- endmacro %}
