"""The stops of a market and the returns that each one cost: DEFINITIONS' counterfactual, from the true kernel.

Pure functions on weekly sums. What would have come is what the mean of the last eight sending weeks, sent on and on,
would have caused from the stop until min(restart + steady, end of the market, stop + 26 weeks), less what the outflows
sent after the stop caused in that time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.clock import Integers

_SHORTEST_SILENCE, _MEDIAN_GAPS = 4, 3
_REFERENCE_WEEKS = 8
_LONGEST_WEEKS = 26
_YEAR_WEEKS = 52


@dataclass(frozen=True)
class Stop:
    """A spell of sending and its end, in week numbers: last sending week + 1 = `stopped`; `restarted` −1 if never."""

    started: int
    stopped: int
    restarted: int

    def ends(self, steady_weeks: float, weeks: int) -> int:
        """The first week that no longer counts."""
        end = min(weeks, self.stopped + _LONGEST_WEEKS)
        return min(end, self.restarted + math.ceil(steady_weeks)) if self.restarted >= 0 else end


@dataclass(frozen=True)
class Sending:
    """A channel, or a channel in a region, by week.

    `sent` outflows; `caused` returns that they are expected to cause sooner or later; `potential`, the same without
    a threshold; `came`, week × lag, the returns that came of them. `weeks_needed` in a row before outflows act.
    """

    sent: Doubles
    caused: Doubles
    potential: Doubles
    came: Integers
    weeks_needed: int


def find_stops(sent: Doubles) -> list[Stop]:
    """Where silence lasted longer than max(4 weeks, 3 × the median gap), weeks as silent a year before not counted."""
    sending = np.flatnonzero(sent).tolist()
    if not sending:
        return []
    gaps = [later - earlier for earlier, later in pairwise(sending)]
    longest = max(_SHORTEST_SILENCE, _MEDIAN_GAPS * median(gaps)) if gaps else _SHORTEST_SILENCE
    stops, started = [], sending[0]
    for last, following in zip(sending, [*sending[1:], len(sent)], strict=True):
        silent = [week for week in range(last + 1, following) if not _was_silent(sent, week - _YEAR_WEEKS, sending[0])]
        if len(silent) > longest:
            stops.append(Stop(started, last + 1, following if following < len(sent) else -1))
            started = following
    return stops


def _was_silent(sent: Doubles, week: int, first: int) -> bool:
    return week >= first and not sent[week]


def sent_on(sending: Sending, stop: Stop, weeks: int) -> Doubles:
    """Expected returns, sooner or later, of going on: by week from the stop, at the mean of the last sending weeks."""
    before = np.flatnonzero(sending.sent[: stop.stopped])[-_REFERENCE_WEEKS:]
    each = sending.potential[before].mean()
    age = _weeks_in_a_row(sending.sent, stop.stopped - 1) + 1 + np.arange(weeks)
    return np.asarray(np.where(age >= sending.weeks_needed, each, 0.0))


def expected_forgone(sending: Sending, stop: Stop, kernel: Doubles, end: int) -> float:
    """Expected returns lost from the stop to `end`; `kernel` as returns per return that an outflow causes itself."""
    weeks = end - stop.stopped
    difference = sent_on(sending, stop, weeks) - sending.caused[stop.stopped : end]
    return float(np.convolve(difference, kernel)[:weeks].sum())


def realised_forgone(rng: np.random.Generator, sending: Sending, stop: Stop, kernel: Doubles, end: int) -> int:
    """The same in one draw: a Poisson number that going on would have brought, less those that came anyway."""
    weeks = end - stop.stopped
    expected = float(np.convolve(sent_on(sending, stop, weeks), kernel)[:weeks].sum())
    came = sum(int(sending.came[week, : end - week].sum()) for week in range(stop.stopped, end))
    return int(rng.poisson(expected)) - came


def reference_sends(sending: Sending, stop: Stop) -> float:
    """Outflows per week of the last eight sending weeks."""
    return float(sending.sent[np.flatnonzero(sending.sent[: stop.stopped])[-_REFERENCE_WEEKS:]].mean())


def _weeks_in_a_row(sent: Doubles, last: int) -> int:
    week = last
    while week >= 0 and sent[week]:
        week -= 1
    return last - week


HEADER = (
    "segment_type", "channel", "region", "started_on", "stopped_on", "restarted_on", "weeks_run", "sends_per_week",
    "weeks_counted", "forgone_expected", "forgone_expected_with_referrals", "forgone_realised",
)  # fmt: skip


def lines_of(rows: Sequence[Sequence[object]]) -> str:
    """The table of stops as CSV."""
    return "".join(",".join(str(cell) for cell in row) + "\n" for row in (HEADER, *rows))
