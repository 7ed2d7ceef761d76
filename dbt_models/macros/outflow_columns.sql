{# The landed columns of outflows that models read, of the relation `landed` or, renamed already, of none. #}
{% macro outflow_columns(relation='landed') -%}
    {%- set prefix = relation ~ '.' if relation else '' -%}
    {%- for column in [
        'contact_id_key', 'email_key', 'email_domain_key', 'phone_name_key', 'account_id_key', 'account_domain_key',
        'outflow_id_key', 'campaign_id_key', 'channel', 'level', 'purpose', 'status', 'targeting', 'touches',
        'sent_is_date_only', 'sent_at',
    ] -%}
    {{ prefix }}{{ column }},
        {% endfor -%}
    {%- if relation -%}
    {{ prefix }}campaign_id_key is not null or {{ prefix }}campaign_name is not null as has_campaign
    {%- else -%}
    has_campaign
    {%- endif -%}
{%- endmacro %}
