{# The system columns of a landed row under their public names, and when its delivery was last seen. #}
{% macro lineage() -%}
landed._key as row_key,
        landed._content as content_key,
        landed._version_at as version_at,
        coalesce(landed._exported_at, deliveries.exported_at) as exported_at,
        landed._part as part,
        landed._return_source as return_source,
        landed._contract as contract,
        landed._feed as feed,
        landed._system as system,
        landed._delivery_id as delivery_id,
        landed._member as member,
        landed._row_number as row_number
{%- endmacro %}

{# A landed row joins its delivery; `landed` and `deliveries` are the aliases that `lineage` expects. #}
{% macro join_delivery() -%}
left join {{ ref('stg_deliveries') }} as deliveries
        on
            landed._contract = deliveries.contract
            and landed._delivery_id = deliveries.delivery_id
            and coalesce(landed._member, '') = deliveries.member
{%- endmacro %}

{# An amount in another currency joins the rate of its day; `has_rate_for` tells whether there is one. #}
{% macro join_rate(moment) -%}
left join {{ ref('stg_rates') }} as rates
        on
            landed.currency = rates.currency
            and {{ local_date('landed.' ~ moment) }} = rates.rate_on
{%- endmacro %}

{# Why a row that could be read makes no sense, else null. `moment` dates the row; `amount` needs a rate. With a
   `price`, `amount` is the quantity that it is multiplied with where no amount is given. `nonsense` holds reasons by the
   condition that no true row meets. #}
{% macro quarantine_reason(moment=none, amount=none, price=none, nonsense={}) -%}
case
            when landed._key_is_null then 'a part of the key is missing'
            {%- if moment %}
            when
                landed.{{ moment }} > coalesce(landed._exported_at, deliveries.exported_at) + interval 1 day
                then 'dated after its export'
            {%- endif %}
            {%- if amount %}
            when
                landed.{{ amount }} is not null
                and coalesce(landed.currency, '{{ var("currency") }}') <> '{{ var("currency") }}'
                and rates.rate is null
                then 'no rate for its currency on its day'
            -- What is computed has to fit where amounts are kept, as what is read does.
            when
                abs(
                    {% if price -%}
                    coalesce(
                        cast(landed.amount as double), cast(landed.{{ amount }} as double) * cast(landed.{{ price }} as double)
                    )
                    {%- else -%}
                    cast(landed.{{ amount }} as double)
                    {%- endif %}
                ) * coalesce(cast(rates.rate as double), 1) > 999999999999.995
                then 'its amount is a million millions or more'
            {%- endif %}
            {%- for condition, reason in nonsense.items() %}
            when {{ condition }} then '{{ reason }}'
            {%- endfor %}
        end
{%- endmacro %}

{# The entities that have a model in staging. #}
{% macro staged_entities() -%}
    {{ return([
        'accounts', 'contacts', 'merges', 'links', 'campaigns', 'outflows', 'engagements', 'returns', 'deals',
        'deal_stages', 'orders', 'order_lines', 'products', 'tickets', 'costs', 'milestones', 'prospects',
    ]) }}
{%- endmacro %}
