{# The person of each row of a staging relation: its rows that satisfy `condition`, with contact_key (null where nobody
   can be named). The first identifier that is there decides; one shared by many only if there is no other.
   `customer_id` says whether the relation has a customer_id_key. #}
{% macro resolve_contact(relation, customer_id=false, condition="row_status = 'current'") -%}
    select
        party.*,
        contacts.contact_key
    from {{ relation }} as party
    left join {{ ref('int_shared_identifiers__listed') }} as shared_emails
        on party.email_key = shared_emails.identifier_key
    left join {{ ref('int_shared_identifiers__listed') }} as shared_phones
        on party.phone_name_key = shared_phones.identifier_key
    left join {{ ref('int_contact_identifiers__resolved') }} as contacts
        on
            coalesce(
                party.contact_id_key,
                {%- if customer_id %}
                party.customer_id_key,
                {%- endif %}
                case when shared_emails.identifier_key is null then party.email_key end,
                case when shared_phones.identifier_key is null then party.phone_name_key end,
                party.email_key,
                party.phone_name_key
            ) = contacts.identifier_key
    where {{ condition }}
{%- endmacro %}

{# The same with account_key too: the account that the row names, else the person's, else that of the e-mail's domain;
   null where no account can be named. #}
{% macro resolve_party(relation, customer_id=false, condition="row_status = 'current'") -%}
    select
        identified.*,
        coalesce(named_accounts.account_key, assigned.account_key, mail_accounts.account_key) as account_key
    from (
        {{ resolve_contact(relation, customer_id, condition) }}
    ) as identified
    left join {{ ref('int_account_identifiers__resolved') }} as named_accounts
        on coalesce(identified.account_id_key, identified.account_domain_key) = named_accounts.identifier_key
    left join {{ ref('int_contacts__assigned') }} as assigned
        on identified.contact_key = assigned.contact_key
    left join {{ ref('int_account_identifiers__resolved') }} as mail_accounts
        on identified.email_domain_key = mail_accounts.identifier_key
{%- endmacro %}
