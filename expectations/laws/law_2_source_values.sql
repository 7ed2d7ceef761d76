-- Staging sorts rows and alters nothing: each column that it takes over from landing holds what landed, row by row.
-- Compared as a sum of hashes, which no order of rows changes. Ids as text are left out; their keys are in.
select
    entity as source,
    'values' as period,
    coalesce(landed, 0) as expected,
    coalesce(staged, 0) as found,
    cast(null as varchar) as first_keys
from witness_values
