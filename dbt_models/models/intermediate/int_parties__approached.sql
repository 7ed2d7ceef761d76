-- Whom we approached before they bought, and how far they came afterwards. Accounts, or persons where customers are
-- persons; who bought before the first outflow was no prospect.
with

deals as (

    select
        {{ customer_key('deals.contact_key', 'deals.account_key') }} as party_key,
        deals.created_at,
        min(case when steps.step = 'quote' then stages.entered_at end) as quoted_at
    from {{ ref('int_deals__identified') }} as deals
    left join {{ ref('stg_deal_stages') }} as stages
        on deals.deal_id_key = stages.deal_id_key and stages.row_status = 'current'
    left join {{ ref('deal_steps') }} as steps
        on stages.stage = steps.stage
    group by {{ customer_key('deals.contact_key', 'deals.account_key') }}, deals.deal_key, deals.created_at

),

parties as (

    select
        dated.party_key,
        dated.first_outflow_at as approached_at,
        dated.first_return_at,
        purchases.first_purchased_at
    from {{ ref('int_parties__dated') }} as dated
    left join {{ account_keys() }} as accounts
        on dated.party_key = accounts.account_key
    left join {{ ref('int_contacts__assigned') }} as assigned
        on dated.party_key = assigned.contact_key
    left join {{ ref('int_purchases__dated') }} as purchases
        on dated.party_key = purchases.party_key
    where
        dated.first_outflow_at is not null
        and coalesce(purchases.first_purchased_at >= dated.first_outflow_at, true)
        {% if var('customer_level') == 'account' %}
        and (accounts.account_key is not null or assigned.account_key is null)
        {% else %}
        and accounts.account_key is null
        {% endif %}

)

select
    parties.party_key,
    parties.approached_at,
    -- A return before the first outflow made nobody a prospect of ours by it.
    case
        when max(parties.first_return_at) >= parties.approached_at then max(parties.first_return_at)
    end as returned_at,
    min(case when deals.created_at >= parties.approached_at then deals.created_at end) as met_at,
    min(case when deals.quoted_at >= parties.approached_at then deals.quoted_at end) as quoted_at,
    max(parties.first_purchased_at) as purchased_at
from parties
left join deals
    on parties.party_key = deals.party_key
group by parties.party_key, parties.approached_at
