with

tickets as (

    {{ resolve_party(ref('stg_tickets')) }}

)

select
    {{ public_key('row_key') }} as ticket_key,
    ticket_id,
    {{ public_key('contact_key') }} as contact_key,
    {{ public_key('account_key') }} as account_key,
    {{ public_key(customer_key('contact_key', 'account_key')) }} as customer_key,
    severity,
    topic,
    contract,
    opened_is_date_only,
    {{ local_date('opened_at') }} as opened_on,
    opened_at,
    first_answered_at,
    closed_at
from tickets
