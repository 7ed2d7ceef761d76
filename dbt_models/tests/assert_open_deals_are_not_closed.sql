-- An open deal has no day of closing. Guards against a CRM with one date for both: its deals would have closed in the
-- future.
select
    deal_key,
    closed_at
from {{ ref('fct_deals') }}
where status = 'open' and closed_at is not null
