-- Which region the files stated of each account, and from when to when: a segment is read as it was at time zero. The
-- first statement holds for the time before it too. Its industry is the one known now.
with

statements as (

    select
        accounts.account_key,
        stg_accounts.region,
        coalesce(stg_accounts.version_at, stg_accounts.exported_at) as stated_at,
        min(stg_accounts.row_key) as row_key
    from {{ ref('stg_accounts') }} as stg_accounts
    inner join {{ ref('int_account_identifiers__resolved') }} as accounts
        on coalesce(stg_accounts.account_id_key, stg_accounts.account_domain_key) = accounts.identifier_key
    where stg_accounts.row_status in ('current', 'superseded') and stg_accounts.region is not null
    group by
        accounts.account_key, stg_accounts.region, coalesce(stg_accounts.version_at, stg_accounts.exported_at)

),

ordered as (

    select
        *,
        row_number() over (
            partition by account_key
            order by stated_at asc nulls first, row_key asc nulls last, region asc nulls last
        ) as statement_number,
        lead(stated_at) over (
            partition by account_key
            order by stated_at asc nulls first, row_key asc nulls last, region asc nulls last
        ) as next_stated_at
    from statements

),

stated as (

    select
        ordered.account_key,
        ordered.region,
        coalesce(accounts.industry, 'none') as industry,
        case
            when ordered.statement_number = 1 then cast('1900-01-01' as timestamp)
            else ordered.stated_at
        end as stated_from,
        coalesce(ordered.next_stated_at, cast('9999-01-01' as timestamp)) as stated_until
    from ordered
    left join {{ ref('int_accounts__described') }} as accounts
        on ordered.account_key = accounts.account_key

)

select * from stated
