-- How many contacts could be sent an e-mail in each month from the first e-mail to the last: since when they are known,
-- until they unsubscribed.
{% set from_month = month_number(local_date('coalesce(created.created_at, contacts.first_outflow_at)')) %}
{% set until_month = month_number(local_date('contacts.unsubscribed_at')) %}
with

mailable as (

    select
        {{ from_month }} as from_month_number,
        {{ until_month }} as until_month_number,
        count(*) as contacts
    from {{ ref('dim_contacts') }} as contacts
    left join {{ ref('int_parties__created') }} as created
        on cast(contacts.contact_key as bigint) = created.party_key
    -- Where no record says so, whoever was sent something could be.
    where coalesce(contacts.is_mailable, contacts.first_outflow_at is not null)
    group by {{ from_month }}, {{ until_month }}

),

months as (

    select
        {{ month_number('month_starts_on') }} as month_number,
        month_starts_on as month,
        max(date_on) as ends_on
    from {{ ref('dim_dates') }}
    group by month_starts_on

),

bounds as (

    select
        min(month_number) as first_month_number,
        max(month_number) as last_month_number
    from {{ ref('int_contact_months__addressed') }}

)

select
    months.month_number,
    months.month,
    months.ends_on,
    cast(coalesce(sum(mailable.contacts), 0) as bigint) as mailable_contacts
from months
inner join bounds
    on months.month_number >= bounds.first_month_number and months.month_number <= bounds.last_month_number
left join mailable
    on
        coalesce(mailable.from_month_number, 0) <= months.month_number
        and coalesce(months.month_number <= mailable.until_month_number, true)
group by months.month_number, months.month, months.ends_on
