-- Of the contacts that two exports of one source describe, the last one and the newest that is 90 days older: how many
-- have another value in each field. Fields that neither fills say nothing.
{% set fields = ['job_title', 'country', 'region', 'account_id', 'lifecycle_stage', 'lead_source', 'is_mailable'] %}
{% set days = 90 %}
with

exports as (

    select
        contract,
        exported_at,
        max(exported_at) over (partition by contract) as last_at
    from {{ ref('stg_contacts') }}
    where row_status <> 'quarantined'
    group by contract, exported_at

),

pairs as (

    select
        contract,
        last_at,
        max(exported_at) as before_at
    from exports
    where exported_at <= last_at - interval {{ days }} day
    group by contract, last_at

),

earlier as (

    select
        contacts.contract,
        contacts.row_key,
        {{ day_number('max(pairs.last_at)') }} - {{ day_number('max(pairs.before_at)') }} as days_between,
    {% for field in fields %}
    max(cast(contacts.{{ field }} as string)) as {{ field }}{{ ',' if not loop.last }}
    {% endfor %}
    from {{ ref('stg_contacts') }} as contacts
    inner join pairs
        on contacts.contract = pairs.contract and contacts.exported_at = pairs.before_at
    where contacts.row_status <> 'quarantined'
    group by contacts.contract, contacts.row_key

),

compared as (

    select
        earlier.days_between,
    {% for field in fields %}
    coalesce(cast(contacts.{{ field }} as string), earlier.{{ field }}) is not null as has_{{ field }},
    coalesce(cast(contacts.{{ field }} as string), '') <> coalesce(earlier.{{ field }}, '')
        as has_changed_{{ field }}{{ ',' if not loop.last }}
    {% endfor %}
    from {{ ref('stg_contacts') }} as contacts
    inner join earlier
        on contacts.row_key = earlier.row_key
    where contacts.row_status = 'current' and not contacts.is_gone_at_source

),

counted as (

    {% for field in fields %}
    select
        '{{ field }}' as field,
        count(case when has_{{ field }} then 1 end) as contacts,
        count(case when has_changed_{{ field }} then 1 end) as changed,
        -- A change in twice as many days counts half in 90.
        cast(
            coalesce(sum(case when has_changed_{{ field }} then {{ days }} / nullif(days_between, 0) end), 0)
            as decimal(18, 6)
        ) as changed_in_90_days
    from compared
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from counted
