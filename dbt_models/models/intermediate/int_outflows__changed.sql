-- In an increment: the outflows that are otherwise than in the build before, as they were and as they are. Whatever is
-- made from outflows asks here whom it has to make anew.
{% set columns = numbered_columns() %}
{% if is_increment() %}
with

numbered as (

    {{ number_outflows() }}

),

builds as (

    select
        {{ columns | join(',\n        ') }},
        1 as is_now
    from numbered

    union all

    select
        {{ columns | join(',\n        ') }},
        0 as is_now
    from {{ source('increment', 'int_outflows__numbered') }}
    where outflow_key in (select outflow_key from {{ ref('int_outflows__reopened') }})

),

changed as (

    select
        {{ columns | join(',\n        ') }},
        max(is_now) = 1 as is_current
    from builds
    group by {{ columns | join(', ') }}
    having count(*) = 1

)

select * from changed
{% else %}
select
    *,
    true as is_current
from (
    {{ number_outflows() }}
) as numbered
where false
{% endif %}
