with

linked as (

    select
        first_key,
        second_key
    from {{ ref('int_contact_links__judged') }}
    where status = 'linked'

),

{{ connected_components('linked') }},

identifiers as (

    {% for column, kind in [
        ('contact_id_key', 'contact_id'),
        ('customer_id_key', 'contact_id'),
        ('email_key', 'email'),
        ('phone_name_key', 'phone_and_name'),
    ] %}
    select
        {{ column }} as identifier_key,
        '{{ kind }}' as kind
    from {{ ref('int_identifiers__gathered') }}
    where {{ column }} is not null

    union
    {% endfor %}

    select
        identifier_key,
        'contact_id' as kind
    from (
        select old_id_key as identifier_key
        from {{ ref('stg_merges') }}
        where thing = 'contact' and row_status in ('current', 'superseded')

        union all

        select new_id_key as identifier_key
        from {{ ref('stg_merges') }}
        where thing = 'contact' and row_status in ('current', 'superseded')
    ) as merged

),

resolved as (

    select
        identifiers.identifier_key,
        coalesce(components.component_key, identifiers.identifier_key) as contact_key,
        identifiers.kind
    from identifiers
    left join components
        on identifiers.identifier_key = components.member_key

)

select * from resolved
