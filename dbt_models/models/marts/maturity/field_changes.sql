-- How often what is known of contacts changes: what they are (profile), what is made of it (derived), what they do
-- (behavioural). Behaviour has changed if it went on within 90 days.
{% set kinds = {
    'job_title': 'profile', 'country': 'profile', 'region': 'profile', 'account_id': 'profile',
    'lifecycle_stage': 'derived', 'lead_source': 'derived', 'is_mailable': 'derived',
} %}
{% set events = {
    'last_return': ('fct_returns', 'returned_on', ''),
    'last_order': ('fct_orders', 'ordered_on', ''),
    'last_engagement': ('fct_engagements', 'occurred_on', " and kind in ('open', 'click')"),
} %}
{% set days = 90 %}
with

last_day as (

    select max(date_on) as last_on
    from {{ ref('dim_dates') }}

),

recorded as (

    select contact_key
    from {{ ref('dim_contacts') }}
    where has_record

),

events as (

    {% for field, event in events.items() %}
    select
        '{{ field }}' as field,
        contact_key
    from {{ ref(event[0]) }}
    cross join last_day
    where {{ event[1] }} > last_day.last_on - {{ days }} and {{ event[1] }} <= last_day.last_on{{ event[2] }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

happened as (

    select
        events.field,
        count(*) as changed
    from events
    inner join recorded
        on events.contact_key = recorded.contact_key
    group by events.field

),

behaviour as (

    {% for field in events %}
    select '{{ field }}' as field
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

fields as (

    select
        case field
            {% for field, kind in kinds.items() %}
            when '{{ field }}' then '{{ kind }}'
            {% endfor %}
        end as field_kind,
        field,
        contacts,
        changed,
        changed_in_90_days
    from {{ ref('int_contact_fields__compared') }}

    union all

    select
        'behavioural' as field_kind,
        behaviour.field,
        (select count(*) from recorded) as contacts,
        coalesce(happened.changed, 0) as changed,
        cast(coalesce(happened.changed, 0) as decimal(18, 6)) as changed_in_90_days
    from behaviour
    left join happened
        on behaviour.field = happened.field

)

select
    field_kind,
    field,
    cast(contacts as bigint) as contacts,
    cast(changed as bigint) as changed,
    cast(least(changed_in_90_days / nullif(contacts, 0), 1) as decimal(18, 9)) as changed_share
from fields
where contacts > 0
