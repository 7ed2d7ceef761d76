{# Two expressions that give every row of `judged` its status; they need `judged` to carry `lineage()` and
   `quarantine_reason`, and end in `classified`.

   current      the newest version of its key: by the source's own version, then by export, then by content
   duplicate    the same content of the same key once more
   superseded   other content of the same key, older
   quarantined  read, but makes no sense

   Most keys occur once: only the repeated ones go through windows. `landed_rows` names an expression that holds all rows
   of every repeated key, where that is less than all of landing, and `landed_key` its key. #}
{% macro classify(entity, landed_rows=none, landed_key='_key') -%}
{%- set newest_first -%}
version_at desc nulls last, exported_at desc nulls last, content_key desc,
                    delivery_id asc nulls last, member asc nulls last, row_number asc nulls last
{%- endset -%}
repeated as (

    select {{ landed_key }} as repeated_key
    from {{ landed_rows or source('landing', entity) }}
    group by {{ landed_key }}
    having count(*) > 1

),

versions as (

    select
        judged.*,
        case when judged.quarantine_reason is null then 'current' else 'quarantined' end as row_status,
        judged.exported_at as last_listed_at
    from judged
    left join repeated
        on judged.row_key = repeated.repeated_key
    where repeated.repeated_key is null or judged.quarantine_reason is not null

    union all

    select
        judged.*,
        case
            when row_number() over (
                partition by row_key
                order by
                    {{ newest_first }}
            ) = 1 then 'current'
            when row_number() over (
                partition by row_key, content_key
                order by
                    {{ newest_first }}
            ) > 1 then 'duplicate'
            else 'superseded'
        end as row_status,
        max(judged.exported_at) over (partition by row_key) as last_listed_at
    from judged
    inner join repeated
        on judged.row_key = repeated.repeated_key
    where judged.quarantine_reason is null

),

dated_parts as (

    select
        sightings.contract,
        coalesce(sightings.part, '') as part,
        sightings.exported_at
    from {{ source('landing', 'sightings') }} as sightings
    where not sightings.is_withdrawn

    union all

    select
        landed._contract as contract,
        landed._part as part,
        coalesce(landed._exported_at, deliveries.exported_at) as exported_at
    from {{ source('landing', entity) }} as landed
    {{ join_delivery() }}
    where landed._part is not null

),

newest_of_part as (

    select
        dated_parts.contract,
        dated_parts.part,
        max(dated_parts.exported_at) as newest_exported_at
    from dated_parts
    inner join {{ source('landing', 'contracts') }} as contracts
        on dated_parts.contract = contracts.contract
    where contracts.mode = 'snapshot'
    group by dated_parts.contract, dated_parts.part

),

classified as (

    select
        versions.*,
        versions.row_status = 'current'
        and coalesce(versions.last_listed_at < newest_of_part.newest_exported_at, false) as is_gone_at_source
    from versions
    left join newest_of_part
        on
            versions.contract = newest_of_part.contract
            and coalesce(versions.part, '') = newest_of_part.part

)
{%- endmacro %}
