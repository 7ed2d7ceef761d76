-- No rate is published at weekends and on holidays: a rate holds until the next one, for at most a week.
{% set days_a_rate_holds = 7 %}

with

listed as (

    select
        currency,
        rate_on,
        rate,
        lead(rate_on) over (partition by currency order by rate_on asc nulls last) as next_rate_on
    from {{ source('landing', 'rates') }}

),

days as (

    {% for day in range(days_a_rate_holds) %}
    select {{ day }} as days_later
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

held as (

    select
        listed.currency,
        cast(listed.rate_on + days.days_later as date) as rate_on,
        listed.rate
    from listed
    cross join days
    where listed.next_rate_on is null or listed.rate_on + days.days_later < listed.next_rate_on

)

select * from held
