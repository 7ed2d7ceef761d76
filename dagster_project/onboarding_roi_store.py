"""The table `onboarding_roi`: counted sign-ups, costs and margins read, what onboarding saves and must save written.

Holds the queries and the table with its comments. Must not judge (`statistics/onboarding.py`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb

from dagster_project.statistics.onboarding import (
    Saving,
    SignUps,
    estimate_saving,
    judge_saving,
    share_to_save,
)
from dagster_project.tables import NUMBER, rounded, write_table

ROI = "marts.onboarding_roi"
KINDS = ("cheap", "trained")
_GRAIN = "One row per cohort and kind of onboarding: what it costs, whom it has to save and whom it saved."
_COLUMNS = {
    "cohort": ("varchar not null", "all, or the quarter of sign-up such as 2025-Q1."),
    "onboarding_kind": ("varchar not null", "cheap or trained."),
    "customers": ("bigint not null", "Customers of the cohort who were offered it."),
    "followed": ("bigint not null", "Those of whom it is known whether they were lost within 26 weeks."),
    "acquisition_cost": (NUMBER, "Costs other than onboarding per customer who signed up; null where none is known."),
    "future_margin": (NUMBER, "Margin of a new customer's first 12 months; null where none is known."),
    "onboarding_cost": (NUMBER, "Costs of onboarding (channel onboarding) per customer offered it; null without."),
    "break_even_share": (
        NUMBER,
        "Share of those offered it that must be saved for it to pay, if a lost customer must be won anew: "
        "onboarding_cost over acquisition_cost.",
    ),
    "break_even_share_by_margin": (NUMBER, "The same if a lost customer is lost: over future_margin."),
    "saved_share": (NUMBER, "Share of those offered it that it kept for 26 weeks, by intention to treat."),
    "saved_share_low": (NUMBER, "Lower 95 % limit of saved_share, or bound."),
    "saved_share_high": (NUMBER, "Upper 95 % limit of saved_share, or bound."),
    "saved": (NUMBER, "saved_share times followed: customers saved; null where that cannot be told."),
    "saved_low": (NUMBER, "Lower 95 % limit of saved; where customers chose, a bound."),
    "saved_high": (NUMBER, "Upper 95 % limit of saved; where customers chose, a bound."),
    "referrals": ("bigint not null", "Returns that name one of the kept who were offered it: word of mouth."),
    "verdict": ("varchar not null", "pays, does_not_pay or cannot_tell: saved_share against break_even_share."),
    "reason": ("varchar not null", "The verdict in words."),
}  # fmt: skip
_SIGN_UPS = """
select month, region, offered_kind, onboarding_kind, customers, followed, kept, referrals
from warehouse.intermediate.int_signups__compared
order by all
"""
_COSTS = """
select
    cast(date_trunc('quarter', spent_on) as date),
    case
        when lower(channel) <> 'onboarding' then 'acquisition'
        when lower(campaign_name) in ('cheap', 'trained') then lower(campaign_name)
        else 'onboarding'
    end,
    cast(sum(amount_reporting) as double)
from marts.fct_costs
group by all
order by all
"""
_MARGIN = """
select cast(sum(new_customers * revenue_per_customer_12_months) / nullif(sum(new_customers), 0) as double) * ?
from marts.acquisition_economics
where revenue_per_customer_12_months is not null
"""
Costs = dict[tuple[date, str], float]


def write_onboarding_roi(con: duckdb.DuckDBPyConnection, margin_share: float) -> dict[str, tuple[Saving, float | None]]:
    """Judge each kind over all cohorts and write it for each; returns savings and break-even shares by kind.

    Args:
        con: open, with the catalogs `warehouse` and `marts`.
        margin_share: what of revenue is margin, 0 to 1.
    """
    sign_ups = [SignUps(*row) for row in con.execute(_SIGN_UPS).fetchall()]
    costs = {(quarter, what): amount for quarter, what, amount in con.execute(_COSTS).fetchall()}
    ((margin,),) = con.execute(_MARGIN, [margin_share]).fetchall()
    found: dict[str, tuple[Saving, float | None]] = {}
    rows = []
    quarters = sorted({_quarter(each.month) for each in sign_ups})
    for kind in KINDS:
        if not any(each.offered == kind for each in sign_ups):
            continue
        saving = estimate_saving(sign_ups, kind)
        rows.append(_row("all", sign_ups, saving, costs, margin))
        cost, acquisition = _per_customer(sign_ups, kind, costs)
        found[kind] = (saving, share_to_save(cost, acquisition or margin))
        for quarter in quarters:
            cohort = [each for each in sign_ups if _quarter(each.month) == quarter]
            of_quarter = {key: amount for key, amount in costs.items() if key[0] == quarter}
            if any(each.offered == kind for each in cohort):
                name = f"{quarter.year}-Q{(quarter.month + 2) // 3}"
                rows.append(_row(name, cohort, saving, of_quarter, margin))
    write_table(con, ROI, _GRAIN, _COLUMNS, rows)
    return found


def _row(cohort: str, sign_ups: Sequence[SignUps], saving: Saving, costs: Costs, margin: float | None) -> list[Any]:
    kind = saving.kind
    offered = [each for each in sign_ups if each.offered == kind]
    customers, followed = sum(each.customers for each in offered), sum(each.followed for each in offered)
    cost, acquisition = _per_customer(sign_ups, kind, costs)
    break_even, by_margin = share_to_save(cost, acquisition), share_to_save(cost, margin)
    # Where a customer's price is not known, the margin is what is protected.
    verdict, reason = judge_saving(saving, by_margin if break_even is None else break_even)
    shares = [None, *(saving.bounds or (None, None))]
    if saving.share:
        shares = [saving.share.value, saving.share.low, saving.share.high]
    saved = [None if share is None else share * followed for share in shares]
    amounts = [rounded(value) for value in (acquisition, margin, cost, break_even, by_margin, *shares, *saved)]
    return [cohort, kind, customers, followed, *amounts, sum(each.referrals for each in offered), verdict, reason]


def _per_customer(sign_ups: Sequence[SignUps], kind: str, costs: Costs) -> tuple[float | None, float | None]:
    """Cost of the onboarding per customer offered it, and of winning one who signed up; None where none is known.

    Costs of onboarding that name no kind are borne alike by all who took one.
    """
    quarters = {_quarter(each.month) for each in sign_ups}

    def spent(what: str) -> float | None:
        amounts = [amount for (quarter, name), amount in costs.items() if name == what and quarter in quarters]
        return sum(amounts) if amounts else None

    customers = sum(each.customers for each in sign_ups)
    offered = sum(each.customers for each in sign_ups if each.offered == kind)
    taken = sum(each.customers for each in sign_ups if each.taken == kind)
    taken_any = sum(each.customers for each in sign_ups if each.taken != "none")
    own, shared, acquisition = spent(kind), spent("onboarding"), spent("acquisition")
    total = None if own is None and shared is None else (own or 0.0) + (shared or 0.0) * taken / max(taken_any, 1)
    return (
        None if total is None or not offered else total / offered,
        None if acquisition is None or not customers else acquisition / customers,
    )


def _quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)
