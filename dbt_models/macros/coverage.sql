{# The dates on which stock is taken of the market, as a query: the beginning of each quarter of the last three years, and
   of the last day. `known_quarter_number` is the last quarter whose events are known then; of the running one, those
   before the last day are. #}
{% macro stock_dates() -%}
    select
        date_on,
        10000 * year_number + 100 * month_number + extract(day from date_on) as day_of_calendar,
        {{ period_number('date_on - 1', 3) }} as known_quarter_number
    from (
        select
            *,
            row_number() over (order by date_on desc nulls last) as days_back
        from {{ ref('dim_dates') }}
    ) as numbered_days
    where days_back = 1 or (days_back <= 1096 and date_on = quarter_starts_on)
{%- endmacro %}
