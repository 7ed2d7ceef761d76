{# A table or a view made in one statement. dbt-duckdb's own way builds it under another name, renames the old one and
   the new one and drops the old one, which takes longer than most of these models themselves. DuckDB replaces a relation
   within the transaction: readers and a run that is killed have the old one or the new one. Only what this project
   configures is looked at: hooks and descriptions; no grants, no indexes, no Python. #}
{% materialization table, adapter='duckdb' -%}
    {{ return(replace_relation('table')) }}
{%- endmaterialization %}

{% materialization view, adapter='duckdb' -%}
    {{ return(replace_relation('view')) }}
{%- endmaterialization %}

{% macro replace_relation(type) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set relation = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if existing is not none and existing.type != type -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create or replace {{ type }} {{ relation }} as (
            {{ model['compiled_code'] }}
        )
    {%- endcall -%}
    {%- do persist_docs(relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [relation]}) }}
{%- endmacro %}

{# Descriptions of columns in one statement per relation. dbt-duckdb first asks which of the columns there are: here a
   described column that is missing is a fault of the model, and fails it. #}
{% macro duckdb__alter_column_comment(relation, column_dict) -%}
    {%- for name in column_dict if column_dict[name]['description'] %}
        comment on column {{ relation }}.{{ adapter.quote(name) if column_dict[name]['quote'] else name }}
        is {{ duckdb_escape_comment(column_dict[name]['description']) }};
    {%- endfor %}
{%- endmacro %}
