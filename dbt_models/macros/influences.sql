{# The 95 % interval of an estimate from each member's influence on it, as common table expressions that end in `<name>`:
   the columns `by`, with `low` and `high`. `influences` names an expression with one row per member: `by`, which ends in
   the number of members and the estimate, and `influence` as decimal(12, 4).

   The error is that of the influences, stretched to one side by the acceleration of the BCa bootstrap, because a few
   large members make the distribution lopsided (Efron and Tibshirani, An Introduction to the Bootstrap, 14.3). They also
   make the error itself uncertain: so the quantile is Student's, with the degrees of freedom that the influences' fourth
   powers give (Satterthwaite, Biometrics Bulletin 2, 1946). The acceleration is a sixth at most and the quantile 4.3, so
   their product stays below 1. Powers are summed as decimals: in any order the sum is the same. #}
{% macro interval_of_influences(name, influences, by, members, centre) -%}
{#- DuckDB multiplies decimals of up to 18 digits in 18: one wider factor keeps a large member from overflowing. -#}
{%- set wide = "cast(influence as decimal(19, 4))" -%}
{%- set square = "cast(" ~ wide ~ " * influence as decimal(19, 4))" -%}
{{ name }}_moments as (

    select
        {{ by | join(',\n        ') }},
        cast(sum({{ square }}) as double) as squares,
        cast(sum(cast({{ wide }} * influence * influence as decimal(38, 12))) as double) as cubes,
        cast(sum(cast({{ square }} * {{ square }} as decimal(38, 8))) as double) as quartics
    from {{ influences }}
    group by {{ by | join(', ') }}

),

{{ name }}_shapes as (

    select
        *,
        sqrt(squares) / nullif({{ members }} - 1, 0) as error,
        coalesce(cubes / nullif(6 * squares * sqrt(squares), 0), 0) as acceleration,
        coalesce(greatest(quartics / nullif(squares * squares, 0) - 1 / nullif({{ members }}, 0), 0) / 2, 0)
            as inverse_degrees
    from {{ name }}_moments

),

{{ name }}_quantiles as (

    select
        *,
        {{ student_quantile('inverse_degrees') }} as quantile
    from {{ name }}_shapes

),

{{ name }} as (

    select
        {{ by | join(',\n        ') }},
        {{ centre }} - quantile * error / nullif(1 + quantile * acceleration, 0) as low,
        {{ centre }} + quantile * error / nullif(1 - quantile * acceleration, 0) as high
    from {{ name }}_quantiles

)
{%- endmacro %}
