{{ config(
    database='marts',
    materialized='incremental',
    incremental_strategy='append',
    meta={'key': 'outflow_key', 'changed': 'int_outflows__changed'},
    pre_hook='{{ remove_changed() }}',
    persist_docs={'relation': true, 'columns': true}
) }}
-- The outflows as they are kept, in integers and dates. They stand in the file of the marts, because the public table
-- `fct_outflows` is a view of them.
with

numbered as (

    select {{ numbered_columns() | join(', ') }}
    from {{ ref('int_outflows__changed') }}
    where is_current

    {% if is_whole_build() %}
    union all

    {{ number_outflows() }}
    {% endif %}

)

select * from numbered
