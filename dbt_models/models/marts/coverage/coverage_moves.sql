-- From which part to which accounts moved since the date before.
with

followed as (

    select
        parts.account_key,
        parts.date_on,
        parts.part as to_part,
        lag(parts.date_on) over (partition by parts.account_key order by parts.date_on asc nulls last) as previous_on,
        lag(parts.part) over (partition by parts.account_key order by parts.date_on asc nulls last) as from_part
    from {{ ref('int_account_parts__dated') }} as parts

)

select
    followed.date_on,
    followed.from_part,
    followed.to_part,
    max(followed.previous_on) as previous_on,
    count(*) as accounts,
    cast(sum(described.potential) as decimal(18, 2)) as potential
from followed
left join {{ ref('int_accounts__described') }} as described
    on followed.account_key = described.account_key
where followed.from_part is not null
group by followed.date_on, followed.from_part, followed.to_part
