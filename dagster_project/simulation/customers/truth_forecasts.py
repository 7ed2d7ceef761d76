"""The truth about forecasts: what was to close in each month as it was known on its first day, and what came of it.

Sums over shards, from the world and not from files. Deals are exported on the first day of each quarter.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np

from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.customers.dealing import POSTPONED_BY, STAGES, Progress
from dagster_project.simulation.customers.effects import DealEffects
from dagster_project.simulation.market import NEVER
from dagster_project.simulation.periods import months
from dagster_project.simulation.trade import OPEN, WON, Deals

_OUTCOMES = ("won", "lost", "slipped")


class ForecastTruth:
    """Deals by month of their forecast, compelling event noted by then, and outcome; and what is open at the end."""

    def __init__(self, effects: DealEffects) -> None:
        self._effects = effects
        self._months: dict[tuple[date, bool], Integers] = defaultdict(lambda: np.zeros(len(_OUTCOMES), dtype=np.int64))
        self._open_deals = 0
        self._open_cents = 0
        self._expected_cents = 0.0

    def add(self, deals: Deals, progress: Progress, clock: Clock) -> None:
        """Add the deals of a shard."""
        closed = np.where(deals.outcome == OPEN, NEVER, deals.closed // DAY)
        # One that is noted after winning is noted of no open deal.
        has_event = progress.has_event & (self._effects.event_noted == "from_the_start")
        for period in months(clock, 3):
            is_open = (deals.created // DAY <= period.last) & (closed > period.last)
            late = np.maximum(period.last - progress.expected_day + 1, 0)
            expected = progress.expected_day + POSTPONED_BY * -(-late // POSTPONED_BY)
            first = period.exported
            while first < _quarter_after(period.exported):
                following = _month_after(first)
                if clock.day_of(following) <= clock.days:  # the last export is of the day after the market's end
                    is_due = is_open & (expected >= clock.day_of(first)) & (expected < clock.day_of(following))
                    self._count(first, is_due, has_event, closed < clock.day_of(following), deals.outcome == WON)
                first = following
        self._add_pipeline(deals, progress, has_event, clock)

    def content(self) -> dict[str, Any]:
        """The parts of the section on deals."""
        return {
            "forecasts": {
                month.isoformat(): {
                    kind: dict(zip(_OUTCOMES, self._months[month, flag].tolist(), strict=True))
                    for kind, flag in (("without_event", False), ("with_event", True))
                    if (month, flag) in self._months
                }
                for month in sorted({month for month, _ in self._months})
            },
            "pipeline": {
                "deals": self._open_deals,
                "amount": round(self._open_cents / 100, 2),
                "expected_won": round(self._expected_cents / 100, 2),
            },
        }

    def _count(self, month: date, is_due: Any, has_event: Any, is_closed: Any, is_won: Any) -> None:
        for flag in (False, True):
            due = is_due & (has_event == flag)
            if due.any():
                counts = [due & is_closed & is_won, due & is_closed & ~is_won, due & ~is_closed]
                self._months[month, flag] += [int(each.sum()) for each in counts]

    def _add_pipeline(self, deals: Deals, progress: Progress, has_event: Any, clock: Clock) -> None:
        is_open = deals.outcome == OPEN
        stage = np.clip((progress.entered // DAY < clock.days).sum(axis=1) - 1, 0, len(STAGES) - 1)
        passed = np.tile(np.array(self._effects.passed_on), (len(stage), 1))
        passed[:, -1] = np.minimum(passed[:, -1] + has_event * self._effects.event_wins, 1)
        ahead = np.cumprod(passed[:, ::-1], axis=1)[:, ::-1]
        cents = np.where(deals.revised_day < clock.days, deals.revised_amount, deals.amount)
        self._open_deals += int(is_open.sum())
        self._open_cents += int(cents[is_open].sum())
        self._expected_cents += float((cents * ahead[np.arange(len(stage)), stage])[is_open].sum())


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _quarter_after(first: date) -> date:
    return _month_after(_month_after(_month_after(first)))
