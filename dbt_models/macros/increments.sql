{# Whether this build only mends what new deliveries change. The application asks for that by `is_increment`; everybody
   else who calls dbt builds whole tables. While dbt parses it is true, so that dbt sees all that a model may read. #}
{% macro is_increment() -%}
    {{ return(not execute or var('is_increment')) }}
{%- endmacro %}

{# Whether this build makes whole tables; true while dbt parses, too. #}
{% macro is_whole_build() -%}
    {{ return(not execute or not var('is_increment')) }}
{%- endmacro %}

{# dbt's own word for it, asked by models of materialization `incremental`: without it a call of dbt by hand would add
   all rows once more. #}
{% macro should_full_refresh() -%}
    {{ return(not var('is_increment')) }}
{%- endmacro %}

{# Takes the rows of changed things out of a table before the model's query adds them anew. `meta` of the model names
   the key and the relation in which the changed keys stand. #}
{% macro remove_changed() -%}
    {%- if execute and var('is_increment') -%}
        {%- set key = config.get('meta')['key'] -%}
        {%- set changed = config.get('meta')['changed'] -%}
        {%- set relation = source(*changed.split('.')) if '.' in changed else ref(changed) -%}
        delete from {{ this }} where {{ key }} in (select {{ key }} from {{ relation }})
    {%- endif -%}
{%- endmacro %}

{# A condition for rows of changed things, in an increment; else for all. #}
{% macro only_changed(column, changed, key=none) -%}
    {%- if is_increment() -%}
        {{ column }} in (select {{ key or column.split('.') | last }} from {{ ref(changed) }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# The keys of rows that only one of two builds has: this one, or the one before. Each build has a row once. #}
{% macro differing(name, key, columns) -%}
    select {{ key }}
    from (
        select {{ columns | join(', ') }}
        from {{ ref(name) }}
        union all
        select {{ columns | join(', ') }}
        from {{ source('increment', name) }}
    ) as builds
    group by {{ columns | join(', ') }}
    having count(*) = 1
{%- endmacro %}

{# In an increment: and a unit of which a path is asked for; `covered` holds the paths. #}
{% macro of_asked(unit_key) -%}
    {%- if is_increment() %}
        and {{ unit_key }} in (select covered.unit_key from covered)
    {%- endif -%}
{%- endmacro %}

{# The configuration of a table of which an increment makes only the rows of changed things anew. While dbt parses, the
   model comes to depend on what names them, whether its query does or not. #}
{% macro mended_by(key, changed) -%}
    {%- if not execute and '.' not in changed -%}
        {%- set dependency = ref(changed) -%}
    {%- endif -%}
    {{ return({
        'materialized': 'incremental',
        'incremental_strategy': 'append',
        'meta': {'key': key, 'changed': changed},
        'pre_hook': '{{ remove_changed() }}',
    }) }}
{%- endmacro %}
