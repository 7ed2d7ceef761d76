-- The returns of each unit, person or account: its own, and those of people whom it referred.
with

placed as (

    select
        returns.contact_key,
        returns.account_key,
        returns.referrer_contact_key,
        returns.referrer_account_key,
        returns.return_key,
        placed.origin = 'direct' as is_direct,
        returns.earliest_at as returned_at,
        {{ day_number(local_date('returns.earliest_at')) }} as returned_day
    from {{ ref('int_returns__unioned') }} as returns
    inner join {{ ref('int_returns__placed') }} as placed
        on returns.return_key = placed.return_key

),

listed as (

    {% for unit in ['contact', 'account'] %}
    select
        '{{ unit }}' as unit,
        {{ unit }}_key as party_key,
        return_key,
        is_direct,
        returned_at,
        returned_day
    from placed
    where {{ unit }}_key is not null

    union all

    -- To the referrer, the return of somebody else is never direct.
    select
        '{{ unit }}' as unit,
        referrer_{{ unit }}_key as party_key,
        return_key,
        false as is_direct,
        returned_at,
        returned_day
    from placed
    where referrer_{{ unit }}_key is not null and referrer_{{ unit }}_key <> coalesce({{ unit }}_key, 0)
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from listed
