{# Segments by which touches are told apart: all of them, each channel, each targeting. Pairs of segment_type and the
   expression that names the segment. #}
{% macro touch_segments() -%}
    {{ return([('all', "'all'"), ('channel', 'channel'), ('targeting', 'targeting')]) }}
{%- endmacro %}

{# Segment types of curves that begin with a touch, each with the segment type of its touches. #}
{% macro curve_touch_segments() -%}
    {{ return([
        ('all', 'all'),
        ('channel', 'channel'),
        ('channel_exclusive', 'channel'),
        ('targeting', 'targeting'),
        ('targeting_exclusive', 'targeting'),
    ]) }}
{%- endmacro %}

{# The last week of a priming curve, counted from time zero in whole weeks; a year shows the priming time and a tail. #}
{% macro last_curve_week() -%}
    52
{%- endmacro %}

{# Whole weeks between two days. #}
{% macro weeks_between(first_day, second_day) -%}
    cast(floor(({{ day_number(second_day) }} - {{ day_number(first_day) }}) / 7) as bigint)
{%- endmacro %}

{# Errors come from leaving out one of so many groups of accounts: enough to judge them, few enough to count all. #}
{% macro jackknife_groups() -%}
    50
{%- endmacro %}

{# What a priming curve waits for: any return of the unit, a direct one, one of any other origin. #}
{% macro curve_events() -%}
    {{ return(['any', 'direct', 'indirect']) }}
{%- endmacro %}

{# An error from fewer groups than this is not worth showing. #}
{% macro fewest_groups() -%}
    10
{%- endmacro %}
