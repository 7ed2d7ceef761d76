"""Calibrated probabilities: the table `stage_probabilities`, and the columns of the forecast marts that they fill.

Holds queries and the table with its comments. Must not estimate (`statistics/stage_probabilities.py`, `pipeline.py`).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.pipeline import OpenDeals, expected_amount
from dagster_project.statistics.stage_probabilities import EVERY, Cell, Entered, Reliability, StageProbabilities
from dagster_project.tables import NUMBER, marts_being_built, rounded, write_table
from dagster_project.workspace import Workspace

PROBABILITIES = "marts.stage_probabilities"
_GRAIN = "One row per stage and compelling event: how likely deals seen there are won, and was it foretold well."
_COLUMNS = {
    "stage": ("varchar not null", "Stage that the export showed; all for any."),
    "compelling_event": ("varchar not null", "Whether one was noted by then: known, none; all for either."),
    "deals": ("bigint not null", "Deals that were seen in the stage on the first day of a month, each once."),
    "won": ("bigint not null", "Those of them that were won."),
    "lost": ("bigint not null", "Those of them that were lost."),
    "open": ("bigint not null", "Those of them that are open, or no longer listed."),
    "probability": (NUMBER, "Share won, with lost as competing risk and open ones censored; null below ten closings."),
    "probability_low": (NUMBER, "Lower 95 % limit of probability."),
    "probability_high": (NUMBER, "Upper 95 % limit of probability."),
    "undecided_share": (NUMBER, "Share that is neither won nor lost after the longest time that deals were followed."),
    "horizon_weeks": ("integer", "Weeks within which nineteen of twenty closings come: the trial looks so far ahead."),
    "tested": ("bigint", "Deals that were foretold with nothing but what was known when they came into the stage."),
    "predicted_share": (NUMBER, "Share of these foretold to be won within the horizon; null below ten deals."),
    "realised_share": (NUMBER, "Share of these that was."),
    "realised_low": (NUMBER, "Lower 95 % limit of realised_share; a right forecast lies within."),
    "realised_high": (NUMBER, "Upper 95 % limit of realised_share."),
    "stated_share": (NUMBER, "What the source itself foretold of the same deals; null where it says nothing of some."),
    "brier": (NUMBER, "Mean squared error of what was foretold deal by deal; 0 is perfect, 0.25 a coin."),
    "brier_stated": (NUMBER, "The same of what the source foretold."),
    "verdict": (
        "varchar not null",
        "calibrated: predicted_share lies within the limits of what came; not_calibrated: it does not; cannot_tell.",
    ),
    "reason": ("varchar not null", "The verdict in words."),
}
_ROWS_AT_ONCE = 500
_ENTERED = "from warehouse.intermediate.int_deals__entered order by all"
_EXPORTS = "select distinct contract, shown_on from warehouse.intermediate.int_deals__shown order by all"
_FORECASTS = """
select month, stage, compelling_event, deals from marts.forecast_slippage
where stage <> 'all' and compelling_event <> 'all' order by all
"""
_PIPELINE = """
select stage, compelling_event, cast(amount as double), cast(amount_squares as double) from marts.pipeline_forecast
where stage <> 'all' order by all
"""
_TOTAL = """
insert into marts.pipeline_forecast by name
select 'all' as stage, 'all' as compelling_event, max(known_on) as known_on, sum(deals) as deals, sum(amount) as amount,
    sum(amount_squares) as amount_squares, sum(stated_amount) as stated_amount, sum(overdue) as overdue,
    round(sum(stated_probability * deals) / nullif(sum(deals), 0), 6) as stated_probability
from marts.pipeline_forecast
having count(*) > 0
"""


def write_forecast(workspace: Workspace) -> None:
    """Fit the stages on the marts just built, write `stage_probabilities` and fill the two forecast marts.

    Raises:
        AmorceError: the files cannot be opened, or a table is missing.
    """
    with marts_being_built(workspace, "The stages of deals cannot be fitted") as con:
        write_forecast_by(con)


def write_forecast_by(con: duckdb.DuckDBPyConnection) -> None:
    """The same with a connection that has both catalogs open."""
    probabilities = _read(con)
    write_table(con, PROBABILITIES, _GRAIN, _COLUMNS, [_row(probabilities, cell) for cell in probabilities.cells()])
    _fill_slippage(con, probabilities)
    _fill_pipeline(con, probabilities)


def _read(con: duckdb.DuckDBPyConnection) -> StageProbabilities:
    exports: dict[str, list[date]] = defaultdict(list)
    for contract, day in con.execute(_EXPORTS).fetchall():
        exports[contract].append(day)
    entered = []
    for *group, deals, stated_deals, stated, squares in con.execute(_ENTERED).fetchall():
        contract, stage, event, month, outcome, known_on, closed_week, gone_week = group
        fate = (outcome, known_on, closed_week, gone_week)
        sums = (deals, stated_deals, float(stated or 0), float(squares or 0))
        entered.append(Entered(contract, stage, event, month, *fate, *sums))
    return StageProbabilities(entered, exports)


def _row(probabilities: StageProbabilities, cell: Cell) -> list[object]:
    groups, fit = probabilities.of(cell), probabilities.fit(cell)
    trial = probabilities.reliability(cell)
    counts = {name: sum(each.deals for each in groups if each.outcome == name) for name in ("won", "lost", "open")}
    share = fit.share if fit else None
    limits = (share.value, share.low, share.high) if share else (None, None, None)
    tried: tuple[float | None, ...] = (None,) * 7
    if trial:
        came = trial.realised
        tried = (trial.predicted, came.value, came.low, came.high, trial.stated, trial.brier, trial.brier_stated)
    return [
        *cell,
        sum(counts.values()),
        *counts.values(),
        *map(rounded, (*limits, fit.undecided if fit else None)),
        probabilities.horizon,
        trial.tested if trial else None,
        *map(rounded, tried),
        *_verdict(sum(counts.values()) - counts["open"], trial),
    ]


def _verdict(closed: int, trial: Reliability | None) -> tuple[str, str]:
    if trial is None:
        return "cannot_tell", (
            f"{closed} deals of the stage have closed since an export showed them there; to fit and then to try, ten "
            "must have closed before ten others came, and at least two exports are needed."
        )
    is_within = trial.realised.low <= trial.predicted <= trial.realised.high
    reason = (
        f"{100 * trial.predicted:.0f} % of {trial.tested} later deals were foretold to be won in time, "
        f"{100 * trial.realised.value:.0f} % were ({100 * trial.realised.low:.0f} to {100 * trial.realised.high:.0f})."
    )
    return "calibrated" if is_within else "not_calibrated", reason


def _fill_slippage(con: duckdb.DuckDBPyConnection, probabilities: StageProbabilities) -> None:
    """Each month with what was known on its first day; totals are means over deals."""
    told: dict[tuple[date, str, str], list[tuple[int, float | None]]] = defaultdict(list)
    for month, stage, event, deals in con.execute(_FORECASTS).fetchall():
        found = probabilities.believed((stage, event), month)
        for key in {(stage, event), (stage, EVERY), (EVERY, event), (EVERY, EVERY)}:
            told[month, *key].append((deals, found[1].share.value if found else None))
    _update(con, "forecast_slippage", ("month", "stage", "compelling_event"), {
        key: {"calibrated_probability": rounded(_mean(parts))} for key, parts in told.items()
    })  # fmt: skip


def _mean(parts: list[tuple[int, float | None]]) -> float | None:
    known = [(deals, share) for deals, share in parts if share is not None]
    if len(known) < len(parts):
        return None
    return sum(deals * share for deals, share in known) / sum(deals for deals, _ in known)


def _fill_pipeline(con: duckdb.DuckDBPyConnection, probabilities: StageProbabilities) -> None:
    con.execute("delete from marts.pipeline_forecast where stage = 'all'")
    con.execute(_TOTAL)
    filled: dict[tuple[Any, ...], dict[str, object]] = {}
    # Deals with one probability share its error.
    pooled: dict[Cell, OpenDeals] = {}
    rows = con.execute(_PIPELINE).fetchall()
    for stage, event, amount, squares in rows:
        found = probabilities.believed((stage, event), or_any_stage=True)
        if found is None:
            filled[stage, event] = {"reason": "fewer than ten deals have closed since an export showed them open"}
            continue
        cell, share = found[0], found[1].share
        own = OpenDeals(amount, squares, share)
        before = pooled.get(cell, OpenDeals(0.0, 0.0, share))
        pooled[cell] = OpenDeals(before.amount + amount, before.squares + squares, share)
        filled[stage, event] = _expected(expected_amount([own]), share.value)
        if cell != (stage, event):
            filled[stage, event]["reason"] = f"few have closed: the probability is that of {_named(cell)}"
    if rows and len(filled) == len(rows) and pooled:
        total = sum(each.amount for each in pooled.values())
        expected = expected_amount(list(pooled.values()))
        filled[EVERY, EVERY] = _expected(expected, expected.value / total if total else None)
    elif rows:
        filled[EVERY, EVERY] = {"reason": "fewer than ten deals have closed since an export showed them open"}
    _update(con, "pipeline_forecast", ("stage", "compelling_event"), filled)


def _named(cell: Cell) -> str:
    return "all stages" if cell[0] == EVERY else "the stage, with or without a compelling event"


def _expected(amount: Estimate, probability: float | None) -> dict[str, object]:
    cents = [Decimal(f"{value:.2f}") for value in (amount.value, amount.low, amount.high)]
    names = ("expected_amount", "expected_low", "expected_high")
    return {"calibrated_probability": rounded(probability), **dict(zip(names, cents, strict=True))}


def _update(
    con: duckdb.DuckDBPyConnection,
    table: str,
    keys: tuple[str, ...],
    filled: Mapping[tuple[Any, ...], Mapping[str, object]],
) -> None:
    """Fill columns by key, in one statement for many rows: row by row takes milliseconds each."""
    names = tuple(dict.fromkeys(name for values in filled.values() for name in values))
    columns = (*keys, *names)
    rows = [[*key, *(values.get(name) for name in names)] for key, values in filled.items()]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        chosen = rows[start : start + _ROWS_AT_ONCE]
        marks = ", ".join("(" + ", ".join("?" for _ in columns) + ")" for _ in chosen)
        con.execute(
            f"update marts.{table} as mart set {', '.join(f'{name} = filled.{name}' for name in names)} "
            f"from (values {marks}) as filled({', '.join(columns)}) "
            f"where {' and '.join(f'mart.{name} = filled.{name}' for name in keys)}",
            [value for row in chosen for value in row],
        )
