{# Windows between something sent and something that came back.

   A moment of which only the day is known lies somewhere in its day. What must have come before is taken at its
   latest possible instant, what must have come after at its earliest: so A came before B exactly if
   latest_instant(A) < earliest_instant(B), and with a bare date on either side A must lie on an earlier day. #}
{% macro latest_instant(moment, is_date_only) -%}
    case
        when {{ is_date_only }}
            then {{ start_of_local_day(local_date(moment) ~ ' + interval 1 day') }} - interval 1 microsecond
        else {{ moment }}
    end
{%- endmacro %}

{% macro earliest_instant(moment, is_date_only) -%}
    case
        when {{ is_date_only }} then {{ start_of_local_day(local_date(moment)) }}
        else {{ moment }}
    end
{%- endmacro %}

{# Number of the stretch of `days` days in which an instant lies. A window that is as wide as a stretch and ends at t
   touches two stretches only, t's own and the one before: the first instant of the one and the last of the other
   tell whether anything lies in the window. So no window needs a range join, however much one party holds. #}
{% macro stretch_number(instant, days) -%}
    cast(floor({{ day_number(instant) }} / {{ days }}) as bigint)
{%- endmacro %}

{# Days from 1 January 1970 to the UTC day of an instant. #}
{% macro day_number(instant) -%}
    {{ return(adapter.dispatch('day_number', 'amorce')(instant)) }}
{%- endmacro %}

{% macro default__day_number(instant) -%}
    date_diff('day', cast('1970-01-01' as date), cast({{ instant }} as date))
{%- endmacro %}

{% macro spark__day_number(instant) -%}
    datediff(cast({{ instant }} as date), cast('1970-01-01' as date))
{%- endmacro %}

{# The stretch of a local day, for windows that are cut by instants: two days wider than the lookback, because the
   clocks may change within it, so that a window touches two stretches of days as well. #}
{% macro touch_stretch(date) -%}
    {{ stretch_number(date, var('lookback_days') | int + 2) }}
{%- endmacro %}
