"""The truth about deals: how many of those that entered a stage passed it, and by how much they closed late.

Sums over shards; deals still open at the market's end are counted as such.
"""

from typing import Any

import numpy as np

from dagster_project.simulation.clock import DAY, Clock
from dagster_project.simulation.customers.dealing import STAGES, Progress
from dagster_project.simulation.customers.effects import DealEffects
from dagster_project.simulation.trade import OPEN, WON, Deals

_EVENTS = ("without_event", "with_event")
_LATEST = 2_000


class DealTruth:
    """Counts by compelling event and stage, and won deals by the days that they slipped."""

    def __init__(self, effects: DealEffects) -> None:
        self._effects = effects
        self._entered = np.zeros((len(_EVENTS), len(STAGES)), dtype=np.int64)
        self._passed = np.zeros_like(self._entered)
        self._open = np.zeros_like(self._entered)
        self._slips = np.zeros(_LATEST, dtype=np.int64)

    def add(self, deals: Deals, progress: Progress, clock: Clock) -> None:
        """Add the deals of a shard."""
        event = progress.has_event.astype(np.int64)
        has_entered = progress.entered < clock.days * DAY
        last = has_entered.sum(axis=1) - 1
        is_won = deals.outcome == WON
        for stage in range(len(STAGES)):
            passed = has_entered[:, stage + 1] if stage + 1 < len(STAGES) else is_won
            waits = (deals.outcome == OPEN) & (last == stage)
            for counts, flags in (
                (self._entered, has_entered[:, stage]),
                (self._passed, passed),
                (self._open, waits),
            ):
                counts[:, stage] += np.bincount(event[flags], minlength=len(_EVENTS))
        slip = np.clip(deals.closed[is_won] // DAY - progress.expected_day[is_won], 0, _LATEST - 1)
        self._slips += np.bincount(slip, minlength=_LATEST)

    def content(self) -> dict[str, Any]:
        """The section of the truth."""
        own = list(self._effects.passed_on)
        is_known = self._effects.event_noted == "from_the_start"
        helped = [*own[:-1], min(own[-1] + self._effects.event_wins * is_known, 1.0)]
        late = self._slips.copy()
        late[0] = 0
        return {
            "stages": {
                kind: {
                    stage: {
                        "passed_on": round((own, helped)[row][column], 6),
                        "entered": int(self._entered[row, column]),
                        "passed": int(self._passed[row, column]),
                        "open": int(self._open[row, column]),
                    }
                    for column, stage in enumerate(STAGES)
                }
                for row, kind in enumerate(_EVENTS)
            },
            "slip": {
                "expected_share_late": self._effects.slipped,
                "expected_median_days_of_the_late": self._effects.slip_days,
                "won": int(self._slips.sum()),
                "won_late": int(late.sum()),
                "median_days_of_the_late": _median(late),
                "median_days": _median(self._slips),
            },
        }


def _median(counts: "np.typing.NDArray[np.int64]") -> int | None:
    """The lower median of days counted one by one; None where there are none."""
    total = int(counts.sum())
    return int(np.searchsorted(np.cumsum(counts), (total + 1) // 2)) if total else None
