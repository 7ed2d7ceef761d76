{# Segments by which touches are told apart: all of them, each channel, each targeting. Pairs of segment_type and the
   expression that names the segment. #}
{% macro touch_segments() -%}
    {{ return([('all', "'all'"), ('channel', 'channel'), ('targeting', 'targeting')]) }}
{%- endmacro %}

{# Segment types of curves that begin with a touch: (segment type, segment type of its touches, variant). The exclusive
   ones end at the touch of another segment of the same kind, the continued ones when sending stops. #}
{% macro curve_segment_types() -%}
    {{ return([
        ('all', 'all', 'standard'),
        ('all_continued', 'all', 'under_continued_sending'),
        ('channel', 'channel', 'standard'),
        ('channel_exclusive', 'channel', 'exclusive'),
        ('channel_continued', 'channel', 'under_continued_sending'),
        ('targeting', 'targeting', 'standard'),
        ('targeting_exclusive', 'targeting', 'exclusive'),
        ('targeting_continued', 'targeting', 'under_continued_sending'),
    ]) }}
{%- endmacro %}

{# How long a unit is followed in each variant of a curve: variant and the column of int_units__followed that says so. #}
{% macro curve_variants() -%}
    {{ return({
        'standard': 'followed_weeks',
        'exclusive': 'exclusive_weeks',
        'under_continued_sending': 'continued_weeks',
    }) }}
{%- endmacro %}

{# Names the curves of counts, as common table expressions that end in `<name>`. `counts` names an expression with
   is_account, segment_number, variant and region (of an account in the segment of all touches, else null), the columns
   `also` and the `sums`; the result has unit, segment_type and segment in their place. An account with a region counts
   in two curves: that of all accounts and that of its region. #}
{% macro name_curves(name, counts, also, sums) -%}
{{ name }}_types as (
    {% for segment_type, touch_segment_type, variant in curve_segment_types() %}
    select
        '{{ segment_type }}' as segment_type,
        segments.segment,
        segments.segment_number,
        '{{ variant }}' as variant
    from {{ ref('int_touch_segments__numbered') }} as segments
    where segments.segment_type = '{{ touch_segment_type }}'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

{{ name }}_placed as (

    select
        {{ name }}_types.segment_type,
        {{ name }}_types.segment,
        counts.*
    from {{ counts }} as counts
    inner join {{ name }}_types
        on counts.segment_number = {{ name }}_types.segment_number and counts.variant = {{ name }}_types.variant

    union all

    select
        'region' as segment_type,
        region as segment,
        counts.*
    from {{ counts }} as counts
    where region is not null and variant = 'standard'

),

{{ name }} as (

    select
        case when is_account then 'account' else 'contact' end as unit,
        segment_type,
        segment,
        {%- for column in also %}
        {{ column }},
        {%- endfor %}
        {%- for column in sums %}
        cast(sum({{ column }}) as bigint) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ name }}_placed
    group by is_account, segment_type, segment{{ ", " if also }}{{ also | join(", ") }}

)
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
