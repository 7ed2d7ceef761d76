{# Months are numbered one after another, 12 × year + month − 1; quarters and years are so many months, numbered likewise.
   Maps each grain to its number of months. #}
{% macro period_months() -%}
    {{ return({'month': 1, 'quarter': 3, 'year': 12}) }}
{%- endmacro %}

{% macro month_number(date) -%}
    cast(12 * extract(year from {{ date }}) + extract(month from {{ date }}) - 1 as bigint)
{%- endmacro %}

{# The number of the period of `months` months that holds a day. #}
{% macro period_number(date, months) -%}
    cast(floor({{ month_number(date) }} / {{ months }}) as bigint)
{%- endmacro %}

{# The name of a quarter: 2025-Q1. Years and quarters are whole numbers. #}
{% macro quarter_name(year, quarter) -%}
    {{ public_key(year) }} || '-Q' || {{ public_key(quarter) }}
{%- endmacro %}

{# The number of the week, Monday to Sunday, that holds a day given by its number. Day 4, 5 January 1970, was the first
   Monday. #}
{% macro week_number(day) -%}
    cast(floor(({{ day }} - 4) / 7) as integer)
{%- endmacro %}

{# The Monday of the week of that number. #}
{% macro monday_of(week_number) -%}
    cast(cast('1970-01-05' as date) + 7 * {{ week_number }} as date)
{%- endmacro %}

{# Year, month and day as one number such as 20250131: 10000 less is the same day of the year before. #}
{% macro day_of_calendar(date) -%}
    (10000 * extract(year from {{ date }}) + 100 * extract(month from {{ date }}) + extract(day from {{ date }}))
{%- endmacro %}
