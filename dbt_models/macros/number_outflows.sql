{# The columns of outflows as they are kept. #}
{% macro numbered_columns() -%}
    {{ return([
        'outflow_key', 'outflow_id_key', 'contact_key', 'account_key', 'campaign_id_key', 'kind_number', 'touches',
        'sent_is_date_only', 'sent_on', 'sent_at',
    ]) }}
{%- endmacro %}

{# Outflows as they were judged, with the number of their kind in the place of words. #}
{% macro number_outflows() -%}
    select
        outflows.outflow_key,
        outflows.outflow_id_key,
        outflows.contact_key,
        outflows.account_key,
        outflows.campaign_id_key,
        kinds.kind_number,
        outflows.touches,
        outflows.sent_is_date_only,
        outflows.sent_on,
        outflows.sent_at
    from {{ ref('int_outflows__judged') }} as outflows
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on
            outflows.contract = kinds.contract
            and coalesce(outflows.channel, '') = coalesce(kinds.channel, '')
            and outflows.level = kinds.level
            and outflows.purpose = kinds.purpose
            and coalesce(outflows.targeting, '') = coalesce(kinds.targeting, '')
            and coalesce(outflows.not_received_reason, '') = coalesce(kinds.not_received_reason, '')
{%- endmacro %}
