"""What is expected of those who bought: BG/NBD and gamma-gamma in `fitted_parameters` and `contact_segments`.

Python sees counts of persons who are alike; each person's expectation is worked out by SQL. Holds the queries. Must not
fit (`statistics/buying.py`).
"""

import duckdb

from dagster_project.fitted_parameters import add_model, forget_models
from dagster_project.statistics.buying import Buying, Spending, expected_if_active, fit_buying, fit_spending

BUYING, STAYING, SPENDING = "bg_nbd", "nbd", "gamma_gamma"
_SEGMENT = ("all", "all")
HORIZON_DAYS = 365
_MOST_CUSTOMERS = 30_000
"""Of more, every second, third … customer by key is fitted: limits that narrow are narrow enough."""
_STEP = "select greatest(1, cast(ceil(count(*) / ?) as bigint)) from warehouse.intermediate.int_contacts__purchased"
_CELLS = """
select repeat_days, recency_days / 7, age_days / 7, count(*)
from warehouse.intermediate.int_contacts__purchased
where abs(contact_key) % ? = 0
group by all
order by all
"""
_SPENT = """
select repeat_days, cast(mean_amount as double)
from warehouse.intermediate.int_contacts__purchased
where abs(contact_key) % ? = 0 and repeat_days > 0 and mean_amount > 0
order by all
"""
_AGES = """
select distinct repeat_purchases, age_days
from marts.contact_segments
where age_days is not null
order by all
"""
# A purchase after the last one that was not the customer's last has the odds of (alpha + age) / (alpha + recency).
_EXPECT = """
update marts.contact_segments as segments
set
    probability_active = round(told.probability, 4),
    expected_purchases = round(told.probability * told.expected, 4),
    expected_revenue = round(told.probability * told.expected * told.amount, 2)
from (
    select
        contacts.contact_key,
        cells.expected,
        1 / (1 + case
            when contacts.repeat_purchases = 0 then 0
            else $a / ($b + contacts.repeat_purchases - 1) * power(
                ($alpha + contacts.age_days / 7) / ($alpha + contacts.recency_days / 7),
                $r + contacts.repeat_purchases
            )
        end) as probability,
        ($q - 1) / ($p * contacts.repeat_purchases + $q - 1) * ($p * $v / ($q - 1))
        + $p * contacts.repeat_purchases / ($p * contacts.repeat_purchases + $q - 1)
        * coalesce(cast(contacts.mean_amount as double), 0) as amount
    from marts.contact_segments as contacts
    inner join (select unnest($repeats) as repeats, unnest($ages) as age_days, unnest($expected) as expected) as cells
        on contacts.repeat_purchases = cells.repeats and contacts.age_days = cells.age_days
) as told
where segments.contact_key = told.contact_key
"""
_FORGET = """
update marts.contact_segments
set probability_active = null, expected_purchases = null, expected_revenue = null
where probability_active is not null
"""


def write_buying(con: duckdb.DuckDBPyConnection) -> tuple[Buying | None, Spending | None]:
    """Fit both models, write their parameters, and fill what `contact_segments` says of each person who bought.

    Args:
        con: open, with the catalogs `warehouse` and `marts`.
    """
    ((step,),) = con.execute(_STEP, [_MOST_CUSTOMERS]).fetchall()
    cells, spent = (con.execute(query, [step]).fetchall() for query in (_CELLS, _SPENT))
    buying = fit_buying(*zip(*cells, strict=True)) if cells else None
    spending = fit_spending(*zip(*spent, strict=True)) if spent else None
    forget_models(con, BUYING, STAYING, SPENDING)
    if buying:
        told = {name: getattr(buying, name) for name in ("r", "alpha", "a", "b") if getattr(buying, name)}
        add_model(con, BUYING if buying.a else STAYING, _SEGMENT, told, buying.customers)
    if spending:
        told = {name: getattr(spending, name) for name in ("p", "q", "v")}
        add_model(con, SPENDING, _SEGMENT, told, spending.customers)
    con.execute(_FORGET)
    if buying:
        _expect(con, buying, spending)
    return buying, spending


def _expect(con: duckdb.DuckDBPyConnection, buying: Buying, spending: Spending | None) -> None:
    ages = con.execute(_AGES).fetchall()
    repeats, days = [row[0] for row in ages], [row[1] for row in ages]
    expected = expected_if_active(buying, repeats, [day / 7 for day in days], HORIZON_DAYS / 7)
    # A mean over customers exists from q = 1 on only.
    has_mean = spending is not None and spending.q.value > 1
    amounts = {name: getattr(spending, name).value if has_mean else None for name in ("p", "q", "v")}
    con.execute(
        _EXPECT,
        {
            **{name: getattr(buying, name).value for name in ("r", "alpha")},
            # Where nobody is seen to leave, the odds to have left are 0.
            "a": buying.a.value if buying.a else 0.0,
            "b": buying.b.value if buying.b else 1.0,
            **amounts,
            "repeats": repeats,
            "ages": days,
            "expected": expected,
        },
    )
