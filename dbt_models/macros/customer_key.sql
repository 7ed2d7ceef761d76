{# The key under which purchases count as one customer's: the account if known, else the person; with
   `customer_level: contact` always the person. #}
{% macro customer_key(contact_key, account_key) -%}
    {%- if var('customer_level') == 'account' -%}
        coalesce({{ account_key }}, {{ contact_key }})
    {%- else -%}
        {{ contact_key }}
    {%- endif -%}
{%- endmacro %}
