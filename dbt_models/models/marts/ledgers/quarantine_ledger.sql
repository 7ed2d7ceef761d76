-- Why rows that could be read count nowhere. Of outflows only those are asked that may be quarantined.
with

quarantined as (

    {% for entity in staged_entities() %}
    select
        contract,
        '{{ entity }}' as entity,
        quarantine_reason as reason
    from {{ ref('stg_outflow_versions' if entity == 'outflows' else 'stg_' ~ entity) }}
    where row_status = 'quarantined'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    contract,
    entity,
    reason,
    count(*) as quarantined
from quarantined
group by contract, entity, reason
