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

{# The same for millions of moments: asked of each UTC day once instead of each moment. Within a UTC day the local one
   changes once, at `next_day_at`; null on the days on which the clocks change too, where each moment is asked. #}
{% macro local_days(relation, moment) -%}
    select
        utc_on,
        {{ local_date('cast(utc_on as timestamp)') }} as local_on,
        case
            when
                {{ local_timestamp('cast(utc_on + 1 as timestamp)') }}
                = {{ local_timestamp('cast(utc_on as timestamp)') }} + interval 1 day
                then {{ start_of_local_day(local_date('cast(utc_on as timestamp)') ~ ' + interval 1 day') }}
        end as next_day_at
    from (select distinct cast({{ moment }} as date) as utc_on from {{ relation }}) as days
{%- endmacro %}

{# The local day of a moment of a relation that is joined to `local_days` by its UTC day. #}
{% macro local_date_by_day(moment, days='local_days') -%}
    case
            when {{ moment }} < {{ days }}.next_day_at then {{ days }}.local_on
            when {{ moment }} >= {{ days }}.next_day_at then {{ days }}.local_on + 1
            else {{ local_date(moment) }}
        end
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
