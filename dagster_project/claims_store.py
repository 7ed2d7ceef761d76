"""The table `claims`: aggregates read from the marts being built, verdicts written beside them.

Holds the queries, the benchmarks' file and the table with its comments. Must not judge (`statistics/`).
"""

import csv
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.business_claims_store import read_business_evidence
from dagster_project.care_claims_store import read_care_evidence
from dagster_project.outflow_claims_store import read_outflow_evidence
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.claims import (
    CurveWeek,
    Customers,
    Evidence,
    FittedOnset,
    LedgerTotals,
    judge_claims,
)
from dagster_project.statistics.customer_claims import CustomerEvidence, GrowthYear, Losses, WinRate
from dagster_project.statistics.intervals import Estimate, Groups, Sums
from dagster_project.statistics.verdicts import Benchmark, Claim
from dagster_project.stop_claims_store import read_stop_evidence
from dagster_project.tables import NUMBER, marts_being_built, rounded, write_table
from dagster_project.workspace import Workspace

CLAIMS = "marts.claims"
_GRAIN = "One row per claim of the books: its benchmark, what was measured on these data, and whether it holds here."
_COLUMNS = {
    "claim": ("varchar not null", "Name of the claim."),
    "position": ("integer not null", "Order in which the claims are told."),
    "statement": ("varchar not null", "The claim in words."),
    "unit": ("varchar not null", "Unit of benchmark, measured, low and high: share (0-1), weeks, times and the like."),
    "benchmark": (NUMBER, "The number that the claim names; null where it names none."),
    "benchmark_low": (NUMBER, "From here on its words are true; null: no lower limit."),
    "benchmark_high": (NUMBER, "Up to here its words are true; null: no upper limit."),
    "measured": (NUMBER, "What these data say; null where they say nothing."),
    "low": (NUMBER, "Lower 95 % limit of measured (90 % for priming_time)."),
    "high": (NUMBER, "Upper 95 % limit of measured (90 % for priming_time)."),
    "verdict": (
        "varchar not null",
        "holds: the whole interval lies in the range of the benchmark; does_not_hold: none of it does; cannot_tell: "
        "the data do not decide.",
    ),
    "reason": ("varchar not null", "The verdict in words."),
    "mart": ("varchar not null", "The table that it was measured on."),
}

_LEDGER = """
select
    cast(coalesce(sum(counted), 0) as bigint),
    cast(coalesce(sum(direct), 0) as bigint),
    cast(coalesce(sum(abs(difference)), 0) as bigint)
from marts.return_ledger
"""
# Anonymous returns tell nothing about who was addressed; uncertain ones lie too early in the history.
_ANSWERS = """
select items, hits, count(*)
from (
    select
        count(*) as items,
        count(case when origin <> 'direct' then 1 end) as hits
    from marts.fct_returns
    where is_origin_certain and origin <> 'anonymous'
    group by coalesce('account ' || account_key, 'contact ' || contact_key)
)
group by items, hits
order by items, hits
"""
_CURVE = """
select week, at_risk, survival_high, reference_survival
from marts.priming_curves
where unit = 'account' and segment_type = 'all' and event = 'any' and variant = 'standard'
order by week
"""
# The whole market first, else the channel with the narrowest limits.
_ONSETS = """
select
    segment_type, segment, cast(onset_weeks as double), cast(onset_low as double), cast(onset_high as double), verdict
from marts.priming_lags
where onset_weeks is not null and segment_type in ('all', 'channel', 'channel_by_region')
order by segment_type <> 'all', onset_high - onset_low, segment_type, segment
"""
_CUSTOMERS = """
select
    is_top_20,
    is_loyal,
    count(*),
    cast(sum(revenue) as double),
    round(fsum(cast(revenue as double) * cast(revenue as double)), 2),
    round(fsum(power(cast(revenue as double), 3)), 2),
    round(fsum(power(cast(revenue as double), 4)), 2),
    cast(min(revenue) as double)
from marts.pareto_customers
where dimension = 'customer' and period = 'all' and revenue is not null
group by is_top_20, is_loyal
order by is_top_20, is_loyal
"""
# The youngest year first; of the two that end with it, the 12 months that are over.
_YEARS = """
select period, direction, cast(change as double), cast(new_share as double), cast(new_share_low as double),
    cast(new_share_high as double), verdict <> 'cannot_tell' or reason like 'the limits%', reason
from marts.growth_sources
order by left(period, 4) desc, grain
"""
_WIN_RATES = """
select relation, offers, accounts, cast(win_rate as double), cast(win_rate_low as double), cast(win_rate_high as double)
from marts.win_rates
where period = 'all'
order by relation
"""
_LOSSES = """
select
    cast(coalesce(sum(case when week < 10 then lost end), 0) as bigint),
    cast(coalesce(sum(case when week < 10 then at_risk end), 0) as bigint),
    cast(coalesce(sum(case when week >= 10 then lost end), 0) as bigint),
    cast(coalesce(sum(case when week >= 10 then at_risk end), 0) as bigint)
from marts.onboarding_trough
where cohort = 'all' and onboarding_kind = 'all' and week < 26
"""


def write_claims(workspace: Workspace) -> list[Claim]:
    """Judge every claim on the marts just built and write the table `claims` into them; returns the claims.

    Raises:
        AmorceError: the marts cannot be opened, or a table that a claim is measured on is missing.
    """
    with marts_being_built(workspace, "The claims cannot be judged") as con:
        claims = judge_claims(_read_evidence(con), read_benchmarks(reference_seeds_dir() / "benchmarks.csv"))
        rows = [_row(position, claim) for position, claim in enumerate(claims, start=1)]
        write_table(con, CLAIMS, _GRAIN, _COLUMNS, rows)
    return claims


def read_benchmarks(path: Path) -> dict[str, Benchmark]:
    """The benchmarks by claim, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["claim"]: Benchmark(
                claim=row["claim"],
                statement=row["statement"],
                unit=row["unit"],
                value=_number(row["benchmark"]),
                low=_number(row["benchmark_low"]),
                high=_number(row["benchmark_high"]),
                reading=row["reading"],
            )
            for row in csv.DictReader(file)
        }


def _read_evidence(con: duckdb.DuckDBPyConnection) -> Evidence:
    (ledger,) = con.execute(_LEDGER).fetchall()
    (lookback,) = con.execute("select lookback_days from marts.run_info").fetchall()
    return Evidence(
        ledger=LedgerTotals(*ledger),
        answers=[Groups(*row) for row in con.execute(_ANSWERS).fetchall()],
        lookback_days=lookback[0],
        curve=[CurveWeek(*row) for row in con.execute(_CURVE).fetchall()],
        customers=_customers(con.execute(_CUSTOMERS).fetchall()),
        onsets=[
            FittedOnset(segment_type, segment, Estimate(*onset), verdict)
            for segment_type, segment, *onset, verdict in con.execute(_ONSETS).fetchall()
        ],
        buying=_buying(con),
        business=read_business_evidence(con, lookback[0]),
        stopping=read_stop_evidence(con),
        care=read_care_evidence(con),
        sending=read_outflow_evidence(con),
    )


def _buying(con: duckdb.DuckDBPyConnection) -> CustomerEvidence:
    (losses,) = con.execute(_LOSSES).fetchall()
    return CustomerEvidence(
        years=[
            GrowthYear(period, direction, change, _estimate(*limits), is_told, reason)
            for period, direction, change, *limits, is_told, reason in con.execute(_YEARS).fetchall()
        ],
        win_rates=[
            WinRate(relation, offers, accounts, _estimate(*limits))
            for relation, offers, accounts, *limits in con.execute(_WIN_RATES).fetchall()
        ],
        losses=Losses(*losses),
    )


def _estimate(value: float | None, low: float | None, high: float | None) -> Estimate | None:
    return None if value is None or low is None or high is None else Estimate(value, low, high)


def _customers(rows: list[tuple[Any, ...]]) -> Customers:
    """Rows of (is_top_20, is_loyal, count, four power sums, smallest) as the four groups that the claims compare."""

    def sums(column: int, wanted: bool) -> Sums:
        chosen = [row for row in rows if row[column] == wanted]
        return Sums(sum(row[2] for row in chosen), *(sum(row[power] for row in chosen) for power in range(3, 7)))

    return Customers(
        top=sums(0, True),
        below=sums(0, False),
        cutoff=min((row[7] for row in rows if row[0]), default=0.0),
        loyal=sums(1, True),
        other=sums(1, False),
    )


def _row(position: int, claim: Claim) -> list[object]:
    benchmark, measured = claim.benchmark, claim.measured
    numbers = [benchmark.value, benchmark.low, benchmark.high]
    numbers += [measured.value, measured.low, measured.high] if measured else [None, None, None]
    told = [rounded(number, digits=6) for number in numbers]
    words = [claim.verdict, claim.reason, claim.mart]
    return [benchmark.claim, position, benchmark.statement, benchmark.unit, *told, *words]


def _number(text: str) -> float | None:
    return float(text) if text else None
