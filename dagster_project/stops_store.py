"""The tables `outflow_stops` and `stop_reasons`: where sending stopped, what that cost, and whether it was right.

Holds the tables with their comments. Must not judge (`statistics/priming/`).
"""

from collections.abc import Sequence
from datetime import date, timedelta

import duckdb

from dagster_project.priming_money import Money
from dagster_project.statistics.priming.stop_reasons import Answers, Case, Reason, judge_reasons
from dagster_project.statistics.priming.stopped import Stopped
from dagster_project.statistics.priming.stops import forgone, was_primed
from dagster_project.tables import NUMBER, rounded, write_table

STOPS, REASONS = "marts.outflow_stops", "marts.stop_reasons"
_GRAIN = "One row per stop: a channel, or a channel in a region, silent for longer than its pauses or season."
_COLUMNS = {
    "stop_key": ("varchar not null", "Segment and week of the stop."),
    "segment_type": ("varchar not null", "channel, or channel_region: a channel in one region."),
    "segment": ("varchar not null", "The channel; of channel_region the channel and the region."),
    "channel": ("varchar not null", "The channel that was stopped."),
    "region": ("varchar", "The region in which it was stopped; null for the whole market."),
    "started_on": ("date not null", "Monday of the first week of the spell that ended."),
    "stopped_on": ("date not null", "Monday of the first silent week."),
    "restarted_on": ("date", "Monday of the week in which sending began again; null if it did not."),
    "weeks_run": ("integer not null", "Weeks that the spell lasted."),
    "was_primed": ("boolean", "Whether it outlasted the onset of priming; null where that cannot be told."),
    "basis": ("varchar", "Segment type of priming_lags whose fit was used; null where no effect is shown."),
    "returns_forgone": (
        NUMBER,
        "Returns that it cost until the restart and its priming, at most 26 weeks; null unless an effect is shown.",
    ),
    "returns_forgone_low": (NUMBER, "Lower 90 % limit, chance included."),
    "returns_forgone_high": (NUMBER, "Upper 90 % limit, chance included."),
    "weeks_counted": ("integer", "Weeks over which the cost is counted."),
    "outflows_saved": (NUMBER, "Outflows that were not sent in that time."),
    "cost_saved": (NUMBER, "What they would have cost at the mean cost of the channel; null where no cost is known."),
    "revenue_forgone": (
        NUMBER,
        "What the forgone returns would have brought at once, at the mean revenue of a prospect's return times the "
        "margin share of the settings; null where no revenue is known.",
    ),
    "net_forgone": (NUMBER, "revenue_forgone less cost_saved; null where one of them is."),
}
_REASON_GRAIN = "One row per stop and reason that people give for stopping: what the data say of it."
_REASON_COLUMNS = {
    **{name: _COLUMNS[name] for name in ("stop_key", "segment_type", "segment", "stopped_on")},
    "reason": (
        "varchar not null",
        "not the season, nobody to handle returns, no or falling results, done before without result, or no time to "
        "spend.",
    ),
    "metric": (
        "varchar not null",
        "seasonal_index: returns in these weeks of other years, without outflows, as a share of the year's mean; "
        "unanswered_share: returns of the 8 weeks before without an answer for 7 days; returns: those of the spell; "
        "weeks_run: weeks of the spell before; net_return: what the spell brings less its cost, the tail included.",
    ),
    "value": (NUMBER, "The metric; null where it cannot be measured."),
    "value_low": (NUMBER, "Lower limit of value (90 %; 95 % for unanswered_share)."),
    "value_high": (NUMBER, "Upper limit of value."),
    "benchmark": (NUMBER, "What value is held against; null without one."),
    "verdict": ("varchar not null", "confirmed: the reason was right; refuted: it was not; cannot_tell."),
    "reason_in_words": ("varchar not null", "The verdict in words."),
}


def write_stops(
    con: duckdb.DuckDBPyConnection, stops: Sequence[Stopped], money: Money, answers: Sequence[Answers]
) -> None:
    """Write every stop, and the five reasons of each.

    Args:
        con: with the marts attached.
        stops: as found.
        money: what outflows cost and returns are worth.
        answers: weeks of answers, numbered as the weeks of the series.
    """
    rows, reasons = [], []
    for each in stops:
        row = _row(each, money)
        rows.append(row)
        reasons += [[*row[:3], row[6], *_reason(reason)] for reason in judge_reasons(_case(each, money, answers))]
    write_table(con, STOPS, _GRAIN, _COLUMNS, rows)
    write_table(con, REASONS, _REASON_GRAIN, _REASON_COLUMNS, reasons)


def _row(stopped: Stopped, money: Money) -> list[object]:
    series, stop, basis = stopped.series, stopped.stop, stopped.series.basis
    first_monday = series.weekly.first_monday
    key = f"{series.segment_type} {series.segment} {_monday(first_monday, stop.stopped)}"
    return [
        key,
        series.segment_type,
        series.segment,
        series.channel,
        series.region,
        _monday(first_monday, stop.started),
        _monday(first_monday, stop.stopped),
        None if stop.restarted is None else _monday(first_monday, stop.restarted),
        stop.weeks_run,
        was_primed(stop, basis.finding, basis.judgement) if basis else None,
        *_cost(stopped, money, key),
    ]


def _cost(stopped: Stopped, money: Money, key: str) -> list[object]:
    series, basis = stopped.series, stopped.series.basis
    lost = forgone(stopped.stop, series.sends, basis.finding, series.mean_sends, key) if basis else None
    if lost is None or basis is None:
        return [None] * 9
    cost = money.cost_of.get(series.channel)
    saved = None if cost is None else lost.outflows * cost
    worth = None if money.revenue is None else lost.returns * money.revenue
    return [
        basis.segment.segment_type,
        *map(rounded, (lost.returns, lost.low, lost.high)),
        lost.weeks,
        *map(rounded, (lost.outflows, saved, worth)),
        rounded(None if saved is None or worth is None else worth - saved),
    ]


def _case(stopped: Stopped, money: Money, answers: Sequence[Answers]) -> Case:
    series = stopped.series
    cost = money.cost_of.get(series.channel)
    return Case(
        stopped.stop,
        series.channel,
        series.weekly,
        series.own,
        series.basis,
        stopped.earlier,
        answers,
        cost,
        money.revenue,
    )


def _reason(reason: Reason) -> list[object]:
    value = reason.value
    numbers = (value.value, value.low, value.high) if value else (None, None, None)
    return [
        reason.reason,
        reason.metric,
        *map(rounded, numbers),
        rounded(reason.benchmark),
        reason.verdict,
        reason.words,
    ]


def _monday(first: date, week: int) -> date:
    return first + timedelta(weeks=week)
