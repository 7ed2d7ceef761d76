"""The truth about coverage: which part each company of the market is in on a few dates, and how many look like buyers.

Rules of DEFINITIONS, "Coverage" and "Look-alikes", on what happened in the world before the date's midnight. Orders,
deals and marketing outflows of a company are those of its true people. Sums over shards.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.comings import KINDS
from dagster_project.simulation.customers.coverage import Beyond, buying_probabilities, potentials
from dagster_project.simulation.customers.dealing import Progress
from dagster_project.simulation.customers.effects import CoverageEffects
from dagster_project.simulation.exports.market_list import EDITIONS
from dagster_project.simulation.market import NEVER, Flags
from dagster_project.simulation.outflows import MARKETING
from dagster_project.simulation.periods import Period, snapshots
from dagster_project.simulation.trade import LOST, OPEN, Deals
from dagster_project.simulation.world import World

PARTS = ("buyer", "lost_to_competitor", "in_progress", "no_longer_covered", "known_not_approached", "not_reached")
_BUYER, _LOST, _IN_PROGRESS, _NO_LONGER, _NOT_APPROACHED, _NOT_REACHED = range(len(PARTS))
_ADDRESSED_PERSONS = ("email", "phone", "letter")  # reports without recipients address nobody
_LONG_AGO = -(2**62)
_LOOKALIKE_RATIO = 2.0


@dataclass
class History:
    """Companies by place: local moments of what happened to each, and the days from which it is recorded."""

    size: int
    orders: tuple[Integers, Integers]  # company, moment
    outflows: tuple[Integers, Integers]
    deals: Deals
    progress: Progress
    deal_company: Integers
    crm_day: Integers
    supplied_day: Integers


def parts_on(history: History, day: int, starts: tuple[int, int], last_edition: int) -> Integers:
    """Index into `PARTS` of each company at the beginning of a day.

    Args:
        day: of the market.
        starts: the days two years and one year earlier.
        last_edition: the last day that the newest market list covers, −1 before the first.
    """
    now = day * DAY
    order = _latest(history.size, *history.orders, now)
    outflow = _latest(history.size, *history.outflows, now)
    deals = history.deals
    is_known = (deals.created < now) & (history.deal_company >= 0)
    is_closed = (deals.outcome != OPEN) & (deals.closed < now)
    lost = is_known & is_closed & (deals.outcome == LOST) & (history.progress.lost_to >= 0)
    loss = _latest(history.size, history.deal_company[lost], deals.closed[lost], now)
    is_open = is_known & ~is_closed
    opened = _latest(history.size, history.deal_company[is_open], deals.created[is_open], now)
    deal = _latest(history.size, history.deal_company[is_known], deals.created[is_known], now)
    is_supplied = (history.supplied_day <= last_edition) & (opened == _LONG_AGO) & (order == _LONG_AGO)
    return np.select(
        [
            order >= starts[0] * DAY,
            ((loss > order) & (opened <= loss)) | is_supplied,
            (opened > _LONG_AGO) | (outflow >= starts[1] * DAY),
            (outflow > _LONG_AGO) | (deal > _LONG_AGO) | (order > _LONG_AGO),
            history.crm_day < day,
        ],
        [_BUYER, _LOST, _IN_PROGRESS, _NO_LONGER, _NOT_APPROACHED],
        default=_NOT_REACHED,
    )


class CoverageTruth:
    """Companies and potential by date and part; approached and uncovered companies by industry."""

    def __init__(self, effects: CoverageEffects, clock: Clock) -> None:
        self._effects, self._clock = effects, clock
        self._editions = snapshots(clock, EDITIONS)
        first, last = (clock.day_of(period.exported) for period in (self._editions[0], self._editions[-1]))
        self._days = [first, (first + last) // 2, last]
        self._companies: list[Counter[int]] = [Counter() for _ in self._days]
        self._potential: list[Counter[int]] = [Counter() for _ in self._days]
        self._approached = np.zeros(len(names.INDUSTRIES), dtype=np.int64)
        self._uncovered = np.zeros(len(names.INDUSTRIES), dtype=np.int64)

    def add(self, world: World) -> None:
        """Add the companies of a shard."""
        market, beyond = world.market, world.customers.beyond
        for history, industry, employees in (
            (_own_history(world), market.industry, market.employees),
            (_beyond_history(beyond), beyond.industry, beyond.employees),
        ):
            worth = potentials(industry, employees)
            for place, day in enumerate(self._days):
                part = parts_on(history, day, self._starts(day), self._last_edition(day))
                for number in range(len(PARTS)):
                    self._companies[place][number] += int((part == number).sum())
                    self._potential[place][number] += int(worth[part == number].sum())
            is_approached = np.zeros(history.size, dtype=bool)
            is_approached[history.outflows[0]] = True
            self._approached += _by_industry(industry, is_approached)
            self._uncovered += _by_industry(industry, np.isin(part, (_NOT_APPROACHED, _NOT_REACHED)))

    def _starts(self, day: int) -> tuple[int, int]:
        at = self._clock.date_of(day)
        # The 29 February of another year is its 1 March.
        days = [date(at.year - years, at.month, 1) for years in (2, 1)]
        return self._clock.day_of(days[0]) + at.day - 1, self._clock.day_of(days[1]) + at.day - 1

    def _last_edition(self, day: int) -> int:
        known = [period.last for period in self._editions if self._is_out(period, day)]
        return known[-1] if known else -1

    def _is_out(self, period: Period, day: int) -> bool:
        return self._clock.day_of(period.exported) <= day

    def content(self) -> dict[str, Any]:
        """The section of the truth; potential in euros."""
        probability = buying_probabilities(np.arange(len(names.INDUSTRIES)), self._effects)
        approached = int(self._approached.sum())
        base = float((probability * self._approached).sum()) / approached if approached else 0.0
        looks_alike = (probability >= _LOOKALIKE_RATIO * base) & (approached > 0)
        return {
            "parts": {
                self._clock.date_of(day).isoformat(): {
                    part: {"companies": self._companies[place][number], "potential": self._potential[place][number]}
                    for number, part in enumerate(PARTS)
                }
                for place, day in enumerate(self._days)
            },
            "look_alikes": {
                "approached": approached,
                "base_rate": round(base, 6),
                "probability": dict(zip(names.INDUSTRIES, np.round(probability, 6).tolist(), strict=True)),
                "uncovered": int(self._uncovered.sum()),
                "uncovered_look_alikes": int(self._uncovered[looks_alike].sum()),
            },
        }


def _own_history(world: World) -> History:
    market, comings = world.market, world.comings
    orders = np.flatnonzero((comings.kind == KINDS.index("order")) & (market.account[comings.contact] >= 0))
    companies, moments = [], []
    for channel in _ADDRESSED_PERSONS:
        if channel in world.touches:
            touches = world.touches[channel]
            chosen = np.flatnonzero((touches.purpose == MARKETING) & (touches.account >= 0))
            companies.append(touches.account[chosen])
            moments.append(touches.moment[chosen])
    size = len(market.domain)
    crm_day = np.full(size, NEVER, dtype=np.int64)
    employed = np.flatnonzero(market.account >= 0)
    np.minimum.at(crm_day, market.account[employed], market.recorded_day[employed])
    return History(
        size,
        (market.account[comings.contact[orders]], comings.moment[orders]),
        (np.concatenate(companies), np.concatenate(moments)),
        world.deals,
        world.customers.progress,
        market.account[world.deals.contact],
        crm_day,
        np.full(size, NEVER, dtype=np.int64),
    )


def _beyond_history(beyond: Beyond) -> History:
    nothing = np.zeros(0, dtype=np.int64)
    return History(
        beyond.size,
        (nothing, nothing),
        (nothing, nothing),
        beyond.deals,
        beyond.progress,
        beyond.deals.contact,
        beyond.crm_day,
        beyond.supplied_day,
    )


def _latest(size: int, company: Integers, moment: Integers, before: int) -> Integers:
    """By company: the latest moment strictly before, far in the past without one."""
    found = np.full(size, _LONG_AGO, dtype=np.int64)
    is_earlier = moment < before
    np.maximum.at(found, company[is_earlier], moment[is_earlier])
    return found


def _by_industry(industry: Integers, chosen: Flags) -> Integers:
    return np.bincount(industry[chosen], minlength=len(names.INDUSTRIES))
