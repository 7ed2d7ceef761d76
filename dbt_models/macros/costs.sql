{# Costs are divided among outflows in whole millionths of the reporting currency, so that they sum back to the cent. #}
{% macro millionths(number) -%}
    cast(cast({{ number }} as decimal(22, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 6))
{%- endmacro %}

{# Which outflows a cost is divided among: marketing, whether it arrived or not. A report of a campaign whose recipients
   are known one by one would count them twice. #}
{% macro bears_cost(kinds) -%}
    {{ kinds }}.purpose = 'marketing' and coalesce({{ kinds }}.not_received_reason, '') <> 'counted_by_recipient'
{%- endmacro %}
