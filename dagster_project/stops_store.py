"""The table `outflow_stops`: where sending stopped, and what that cost.

Holds which fit speaks for which sends, and the table with its comments. Must not judge (`statistics/priming/`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.segments import Judged
from dagster_project.statistics.priming.stops import Stop, find_stops, forgone, was_primed
from dagster_project.tables import NUMBER, rounded, write_table

STOPS = "marts.outflow_stops"
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
}


@dataclass(frozen=True)
class _Stopped:
    channel: str
    region: str | None
    sends: Doubles

    @property
    def segment(self) -> str:
        return self.channel if self.region is None else f"{self.channel} / {self.region}"


def write_stops(con: duckdb.DuckDBPyConnection, judged: Sequence[Judged], cost_of: Mapping[str, float]) -> None:
    """Write every stop; `cost_of` is the mean cost of an outflow by channel."""
    rows: list[list[object]] = []
    for each in judged:
        if each.segment.segment_type == "channel":
            by_region = _of(judged, "channel_by_region", each.segment.segment)
            bases = [each, by_region] if by_region else [each]
            for stopped in _series(each, by_region):
                rows.extend(_rows(stopped, bases[:: -1 if stopped.region else 1], cost_of.get(stopped.channel)))
    write_table(con, STOPS, _GRAIN, _COLUMNS, rows)


def _of(judged: Sequence[Judged], segment_type: str, segment: str) -> Judged | None:
    found = (each for each in judged if (each.segment.segment_type, each.segment.segment) == (segment_type, segment))
    return next(found, None)


def _series(market: Judged, by_region: Judged | None) -> Iterator[_Stopped]:
    channel = market.segment.channel
    yield _Stopped(channel, None, market.segment.weekly.sends[channel])
    panel = by_region.segment.panel if by_region else None
    if panel is not None:
        for region, sends in zip(panel.regions, panel.sends[channel], strict=True):
            yield _Stopped(channel, region, sends)


def _rows(stopped: _Stopped, bases: Sequence[Judged], cost: float | None) -> Iterator[list[object]]:
    """Of the fits that show an effect the first speaks for the sends; regions ask the comparison of regions first."""
    basis = next((each for each in bases if each.judgement.has_effect), None)
    first_monday = bases[0].segment.weekly.first_monday
    for stop in find_stops(stopped.sends):
        segment_type = "channel" if stopped.region is None else "channel_region"
        key = f"{segment_type} {stopped.segment} {_monday(first_monday, stop.stopped)}"
        yield [
            key,
            segment_type,
            stopped.segment,
            stopped.channel,
            stopped.region,
            _monday(first_monday, stop.started),
            _monday(first_monday, stop.stopped),
            None if stop.restarted is None else _monday(first_monday, stop.restarted),
            stop.weeks_run,
            was_primed(stop, basis.finding, basis.judgement) if basis else None,
            *(_cost(stop, stopped, basis, cost, key) if basis else [None] * 7),
        ]


def _cost(stop: Stop, stopped: _Stopped, basis: Judged, cost: float | None, key: str) -> list[object]:
    panel = basis.segment.panel
    sends = basis.segment.weekly.sends if panel is None else panel.sends
    lost = forgone(stop, stopped.sends, basis.finding, float(sends[stopped.channel].mean()), key)
    if lost is None:
        return [None] * 7
    return [
        basis.segment.segment_type,
        *map(rounded, (lost.returns, lost.low, lost.high)),
        lost.weeks,
        rounded(lost.outflows),
        rounded(None if cost is None else lost.outflows * cost),
    ]


def _monday(first: date, week: int) -> date:
    return first + timedelta(weeks=week)
