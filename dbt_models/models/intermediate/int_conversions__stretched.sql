{{ config(materialized='view') }}
-- Whose touches may lie on the path to a conversion, and in which stretches of days: the unit's own and, in scope
-- account, the referrer's. A window touches the stretch of its conversion and the one before.
with

units as {{ read_each_time() }} (

    select
        path_key,
        unit_key,
        stretch,
        converted_on,
        opens_at,
        closes_at
    from {{ ref('int_conversions__windowed') }}
    where unit_key is not null

    union all

    select
        path_key,
        referrer_unit_key as unit_key,
        stretch,
        converted_on,
        opens_at,
        closes_at
    from {{ ref('int_conversions__windowed') }}
    where referrer_unit_key is not null

),

stretched as (

    select * from units

    union all

    select
        path_key,
        unit_key,
        stretch - 1 as stretch,
        converted_on,
        opens_at,
        closes_at
    from units

)

select * from stretched
