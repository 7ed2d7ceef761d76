-- What landing says it landed stands in staging, each row with one status. Guards against a join that loses or doubles
-- rows between landing and staging.
select
    contract,
    entity,
    difference
from {{ ref('source_ledger') }}
where difference <> 0
