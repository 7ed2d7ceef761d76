-- Whether the origin of each return would stay if the outflows of all time were known.
with

first_outflows as (

    select
        kinds.contract,
        min(touches.first_sent_at) as first_sent_at
    from {{ ref('int_touches__summed') }} as touches
    inner join {{ ref('int_outflow_kinds__numbered') }} as kinds
        on touches.kind_number = kinds.kind_number
    group by kinds.contract

),

-- From this instant, the start of a day, on every source of outflows has them.
covered as (

    select {{ start_of_local_day(local_date('max(first_sent_at)')) }} as covered_from
    from first_outflows

),

assured as (

    select
        returns.return_key,
        coalesce(
            returns.earliest_at - interval {{ var('lookback_days') }} day >= covered.covered_from
            and (
                placed.origin not in ('beyond_window', 'untargeted')
                or (
                    created.created_at >= covered.covered_from
                    and same_day_touched.return_key is null
                )
            ),
            false
        ) as is_origin_certain
    from {{ ref('int_returns__unioned') }} as returns
    inner join {{ ref('int_returns__placed') }} as placed
        on returns.return_key = placed.return_key
    left join {{ ref('int_parties__created') }} as created
        on coalesce(returns.contact_key, returns.account_key) = created.party_key
    left join {{ ref('int_returns__same_day_touched') }} as same_day_touched
        on returns.return_key = same_day_touched.return_key
    cross join covered

)

select * from assured
