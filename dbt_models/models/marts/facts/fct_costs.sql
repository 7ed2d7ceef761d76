with

costs as (

    select *
    from {{ ref('stg_costs') }}
    where row_status = 'current'

)

select
    {{ public_key('costs.row_key') }} as cost_key,
    costs.cost_id,
    {{ public_key('costs.campaign_id_key') }} as campaign_key,
    costs.channel,
    costs.campaign_name,
    costs.currency,
    costs.contract,
    {{ to_cents('costs.amount') }} as amount,
    {{ to_cents(in_reporting_currency('costs.amount', 'costs.currency', 'rates.rate')) }} as amount_reporting,
    {{ local_date('costs.spent_at') }} as spent_on,
    costs.spent_at
from costs
{{ join_rate_of('costs', 'spent_at') }}
