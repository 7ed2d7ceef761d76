-- Guards against a join to regions, or a stratum without a known base, that loses or repeats returns: each kind of
-- segment holds every return once, and the six shares of a row sum to 1.
with

counted as (

    select
        segment_type,
        sum(returns) as found,
        sum(
            case
                when
                    abs(
                        direct_share + same_account_share + referral_share + beyond_window_share + untargeted_share
                        + anonymous_share - 1
                    ) > 0.00000001
                    then 1
                else 0
            end
        ) as unbalanced
    from {{ ref('return_origins') }}
    group by segment_type

),

facts as (

    select count(*) as expected
    from {{ ref('fct_returns') }}

)

select
    counted.segment_type,
    facts.expected,
    counted.found,
    counted.unbalanced
from counted
cross join facts
where counted.found <> facts.expected or counted.unbalanced > 0
