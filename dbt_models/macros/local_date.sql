{# The day and month of a UTC timestamp in the business time zone: the one place where local dates are made. #}
{% macro local_timestamp(timestamp) -%}
    {{ return(adapter.dispatch('local_timestamp', 'amorce')(timestamp)) }}
{%- endmacro %}

{% macro default__local_timestamp(timestamp) -%}
    timezone('{{ var("time_zone") }}', timezone('UTC', {{ timestamp }}))
{%- endmacro %}

{% macro spark__local_timestamp(timestamp) -%}
    from_utc_timestamp({{ timestamp }}, '{{ var("time_zone") }}')
{%- endmacro %}

{% macro local_date(timestamp) -%}
    cast({{ local_timestamp(timestamp) }} as date)
{%- endmacro %}

{% macro local_month(timestamp) -%}
    cast(date_trunc('month', {{ local_timestamp(timestamp) }}) as date)
{%- endmacro %}

{# The first day of the month of a local day. #}
{% macro month_of(date) -%}
    cast(date_trunc('month', {{ date }}) as date)
{%- endmacro %}

{# The first instant, in UTC, of a day in the business time zone. #}
{% macro start_of_local_day(date) -%}
    {{ return(adapter.dispatch('start_of_local_day', 'amorce')(date)) }}
{%- endmacro %}

{% macro default__start_of_local_day(date) -%}
    timezone('UTC', timezone('{{ var("time_zone") }}', cast({{ date }} as timestamp)))
{%- endmacro %}

{% macro spark__start_of_local_day(date) -%}
    to_utc_timestamp(cast({{ date }} as timestamp), '{{ var("time_zone") }}')
{%- endmacro %}
