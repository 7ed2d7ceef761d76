-- Returns by stratum, with the shares of the stratum's known persons who had been reached on the 15th. `certain_`
-- counts those alone whose origin is certain.
{% set origins = ['direct', 'same_account', 'referral', 'beyond_window', 'untargeted', 'anonymous'] %}
with

returns as (

    select
        cast(date_trunc('month', returns.returned_on) as date) as month,
        coalesce(accounts.region, contacts.region, 'unknown') as region,
        returns.relation_at_return as relation,
        {% for prefix, condition in {'': 'true', 'certain_': 'returns.is_origin_certain'}.items() %}
        {% for origin in origins %}
        count(case when {{ condition }} and returns.origin = '{{ origin }}' then 1 end) as {{ prefix }}{{ origin }},
        {% endfor %}
        count(case when {{ condition }} and returns.origin <> 'anonymous' then 1 end) as {{ prefix }}known_returns,
        {% endfor %}
        count(case when returns.is_origin_certain then 1 end) as certain_returns,
        count(*) as returns
    from {{ ref('fct_returns') }} as returns
    left join {{ ref('dim_accounts') }} as accounts
        on returns.account_key = accounts.account_key
    left join {{ ref('dim_contacts') }} as contacts
        on returns.contact_key = contacts.contact_key
    group by
        cast(date_trunc('month', returns.returned_on) as date),
        coalesce(accounts.region, contacts.region, 'unknown'),
        returns.relation_at_return

),

stratified as (

    select
        returns.*,
        cast(base.direct / nullif(base.contacts, 0) as decimal(18, 9)) as base_direct,
        cast(base.same_account / nullif(base.contacts, 0) as decimal(18, 9)) as base_same_account
    from returns
    left join {{ ref('int_contacts__exposed') }} as base
        on
            returns.month = base.month
            and returns.region = base.region
            and returns.relation = base.relation

)

select * from stratified
