{# Which keys are accounts': one column of keys holds persons and accounts, whose hashes are of different texts. #}
{% macro account_keys() -%}
(
        select distinct account_key
        from {{ ref('int_account_identifiers__resolved') }}
    )
{%- endmacro %}
