-- Accounts that were approached a year ago or longer, before they bought: what was known of them then, and whether they
-- have bought since. Of what only later lists say the first is taken. The earlier half of them teaches.
{% set year_days = 365 %}
{% set bought_at = 'first_ordered_at' if var('revenue_from') == 'order' else 'first_purchased_at' %}
with

listed as (

    {% for relation in ['stg_accounts', 'stg_prospects'] %}
    select
        coalesce(account_id_key, account_domain_key) as identifier_key,
        industry,
        employees,
        row_key,
        coalesce(version_at, exported_at) as stated_at
    from {{ ref(relation) }}
    where row_status in ('current', 'superseded', 'duplicate')
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

approached as (

    select
        parties.party_key as account_key,
        parties.approached_at,
        coalesce(purchases.{{ bought_at }} < run.as_of, false) as has_bought
    from {{ ref('int_parties__approached') }} as parties
    inner join {{ account_keys() }} as accounts
        on parties.party_key = accounts.account_key
    left join {{ ref('int_purchases__dated') }} as purchases
        on parties.party_key = purchases.party_key
    cross join {{ source('landing', 'run') }} as run
    where {{ day_number('run.as_of') }} - {{ day_number('parties.approached_at') }} >= {{ year_days }}

),

ranked as (

    select
        approached.account_key,
        listed.industry,
        listed.employees,
        row_number() over (
            partition by approached.account_key
            order by
                case when listed.stated_at <= approached.approached_at then 0 else 1 end asc nulls last,
                abs({{ day_number('listed.stated_at') }} - {{ day_number('approached.approached_at') }}) asc nulls last,
                listed.industry asc nulls last, listed.employees asc nulls last, listed.row_key asc nulls last
        ) as place
    from approached
    inner join {{ ref('int_account_identifiers__resolved') }} as identifiers
        on approached.account_key = identifiers.account_key
    inner join listed
        on identifiers.identifier_key = listed.identifier_key

),

halved as (

    select
        account_key,
        has_bought,
        2 * row_number() over (order by approached_at asc nulls last, account_key asc nulls last)
        <= count(*) over () as is_earlier
    from approached

)

select
    halved.account_key,
    halved.is_earlier,
    halved.has_bought,
    coalesce(ranked.industry, '(none)') as industry,
    {{ company_size('ranked.employees') }} as company_size
from halved
left join ranked
    on halved.account_key = ranked.account_key and ranked.place = 1
