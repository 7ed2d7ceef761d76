-- How many offers are won, by what the buyer was when the offer was made. Offers to one account are alike: the interval
-- is Wilson's on the number of offers divided by the design effect of accounts.
{% set fewest_accounts = 10 %}
{% set z = 1.959964 %}
with

parties as (

    select
        periods.period,
        offers.relation,
        coalesce(offers.party_key, offers.deal_key) as party_key,
        max(offers.patience_days) as patience_days,
        count(*) as offers,
        sum(case when offers.is_won then 1 else 0 end) as wins
    from {{ ref('int_offers__judged') }} as offers
    inner join {{ ref('int_periods__dated') }} as periods
        on offers.created_on = periods.date_on
    where offers.is_mature
    group by periods.period, offers.relation, coalesce(offers.party_key, offers.deal_key)

),

rates as (

    select
        period,
        relation,
        sum(offers) as offers,
        sum(wins) as wins,
        count(*) as parties,
        count(case when wins > 0 then 1 end) as won_parties,
        max(patience_days) as patience_days,
        sum(wins) / nullif(sum(offers), 0) as win_rate,
        sum(wins * wins) as squares_of_wins,
        sum(wins * offers) as products,
        sum(offers * offers) as squares_of_offers
    from parties
    group by period, relation

),

-- Variance of a quotient of sums over accounts, as a multiple of what independent offers would have.
designed as (

    select
        *,
        greatest(
            1,
            coalesce(
                (squares_of_wins - 2 * win_rate * products + win_rate * win_rate * squares_of_offers)
                * parties
                / nullif((parties - 1) * offers * win_rate * (1 - win_rate), 0),
                -- Where all were won, or none: accounts that all agree say no more than one offer each.
                offers / nullif(parties, 0)
            )
        ) as design_effect
    from rates

),

weighed as (

    select
        *,
        {{ z * z }} * design_effect / nullif(offers, 0) as weight
    from designed

)

select
    weighed.period,
    weighed.relation,
    cast(weighed.offers as bigint) as offers,
    cast(weighed.wins as bigint) as wins,
    weighed.parties as accounts,
    weighed.won_parties as won_accounts,
    cast(weighed.win_rate as decimal(18, 9)) as win_rate,
    {% for limit, sign in {'win_rate_low': '-', 'win_rate_high': '+'}.items() %}
    case
        when weighed.parties >= {{ fewest_accounts }}
            then cast(
                (
                    weighed.win_rate + weighed.weight / 2
                    {{ sign }} sqrt(
                        weighed.weight * weighed.win_rate * (1 - weighed.win_rate)
                        + weighed.weight * weighed.weight / 4
                    )
                ) / nullif(1 + weighed.weight, 0) as decimal(18, 9)
            )
    end as {{ limit }},
    {% endfor %}
    cast(weighed.design_effect as decimal(18, 6)) as design_effect,
    weighed.patience_days,
    benchmarks.benchmark,
    case when weighed.parties < {{ fewest_accounts }} then 'fewer than {{ fewest_accounts }} accounts' end as reason
from weighed
left join {{ ref('benchmarks') }} as benchmarks
    on benchmarks.claim = 'win_rate_' || weighed.relation
