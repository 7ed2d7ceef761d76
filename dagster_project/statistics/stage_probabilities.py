"""How likely a deal in a stage is won: competing risks, fitted on what was known on a day, and tried on later deals.

Holds the estimate (Aalen and Johansen 1978), its error and its reliability. Must not read a table
(`forecast_store.py`).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dagster_project.statistics.intervals import Estimate, wilson

FEWEST_CLOSED = 10
"""Below so many closings, or so many deals tried, a share says nothing."""
_PATIENCE = 0.95
EVERY = "all"
Cell = tuple[str, str]
"""Stage and compelling event; `all` stands for any."""


@dataclass(frozen=True)
class Entered:
    """Deals first known in a stage on the first day of a month, alike in what became of them.

    Weeks count from `month`; `known_on` is the first of the month on which the closing was known, `gone_week` the last
    week in which a deal was listed that later exports lack.
    """

    contract: str
    stage: str
    event: str
    month: date
    outcome: str
    known_on: date | None
    closed_week: int | None
    gone_week: int | None
    deals: int
    stated_deals: int = 0
    stated: float = 0.0
    stated_squares: float = 0.0


@dataclass(frozen=True)
class Incidence:
    """The share won by the end of each week, in a world where others are lost; `error` is that of the last one."""

    won: Sequence[float]
    error: float
    undecided: float
    closed: int
    deals: int

    @property
    def share(self) -> Estimate:
        """The share won as far as deals were followed, with Wilson's limits on the number that has its error."""
        value = self.won[-1]
        spread = value * (1 - value)
        return wilson(value, spread / self.error**2 if spread > 0 and self.error > 0 else self.deals)

    def by(self, week: int) -> float | None:
        """The share won before a week; None where nobody was followed for so long."""
        return self.won[week - 1] if len(self.won) >= week else None


@dataclass(frozen=True)
class Reliability:
    """Deals that came after the fit: the share that it foretold and the one that came, both within the horizon.

    The limits of `realised` hold a share that was rightly foretold in nineteen of twenty cases: what came is chance,
    and what was foretold is an estimate.
    """

    tested: int
    predicted: float
    realised: Estimate
    stated: float | None
    brier: float
    brier_stated: float | None


class StageProbabilities:
    """All deals that entered stages, and the days of exports by contract; answers as of any day."""

    def __init__(self, entered: Sequence[Entered], exports: Mapping[str, Sequence[date]]) -> None:
        self._entered = entered
        self._exports = {contract: sorted(days) for contract, days in exports.items()}
        self._fits: dict[tuple[Cell, date], Incidence | None] = {}
        self.horizon = self._horizon()

    def cells(self) -> list[Cell]:
        """Each stage with each event and with any, then any stage."""
        pairs = {(each.stage, each.event) for each in self._entered}
        found = sorted(pairs | {(stage, EVERY) for stage, _ in pairs})
        return [*found, (EVERY, EVERY)] if found else []

    def of(self, cell: Cell) -> list[Entered]:
        """The deals of a cell."""
        return [each for each in self._entered if _is_of(cell, each.stage, each.event)]

    def fit(self, cell: Cell, day: date = date.max) -> Incidence | None:
        """What was known of a cell on a day; None with fewer than ten closings."""
        if (cell, day) not in self._fits:
            self._fits[cell, day] = self._fitted(cell, day)
        return self._fits[cell, day]

    def believed(
        self, cell: Cell, day: date = date.max, *, or_any_stage: bool = False
    ) -> tuple[Cell, Incidence] | None:
        """The fit of the cell, or else of its stage, or else of all stages if wanted, and whose it is."""
        for wider in dict.fromkeys([cell, (cell[0], EVERY), *([(EVERY, EVERY)] if or_any_stage else [])]):
            fit = self.fit(wider, day)
            if fit is not None:
                return wider, fit
        return None

    def reliability(self, cell: Cell) -> Reliability | None:
        """Of deals followed for the horizon, each foretold with what was known when it entered; None below ten."""
        foretold = [(each, self._foretold(each)) for each in self.of(cell)]
        tried = [(each, *found) for each, found in foretold if found is not None]
        deals = sum(each.deals for each, *_ in tried)
        if deals < FEWEST_CLOSED:
            return None
        won = sum(each.deals for each, *_ in tried if self._is_won(each))
        misses = [each.deals * (predicted - self._is_won(each)) ** 2 for each, _, predicted in tried]
        is_stated = all(each.stated_deals == each.deals for each, *_ in tried)
        stated = [each.stated_squares + self._is_won(each) * (each.deals - 2 * each.stated) for each, *_ in tried]
        predicted = math.fsum(each.deals * share for each, _, share in tried) / deals
        spread = predicted * (1 - predicted)
        wider = 1 + self._doubt([(each, cell) for each, cell, _ in tried]) / spread if spread > 0 else 1.0
        return Reliability(
            tested=deals,
            predicted=predicted,
            realised=wilson(won / deals, deals / max(wider, 1.0)),
            stated=math.fsum(each.stated for each, *_ in tried) / deals if is_stated else None,
            brier=math.fsum(misses) / deals,
            brier_stated=math.fsum(stated) / deals if is_stated else None,
        )

    def _horizon(self) -> int | None:
        """Weeks within which nineteen of twenty closings come."""
        weeks = sorted(
            week for each in self._entered if each.closed_week is not None for week in [each.closed_week] * each.deals
        )
        return weeks[math.ceil(_PATIENCE * len(weeks)) - 1] + 1 if weeks else None

    def _followed(self, each: Entered, day: date) -> int:
        """Whole weeks that were seen by the last export that was there on a day."""
        until = max((export for export in self._exports[each.contract] if export <= day), default=each.month)
        weeks = max((until - each.month).days // 7, 0)
        return weeks if each.gone_week is None else min(weeks, each.gone_week)

    def _fitted(self, cell: Cell, day: date) -> Incidence | None:
        exits: list[tuple[int, str, int]] = []
        for each in self.of(cell):
            if each.month < day:
                followed = self._followed(each, day)
                is_known = each.known_on is not None and each.known_on <= day
                if is_known and each.closed_week is not None and each.closed_week < followed:
                    exits.append((each.closed_week, each.outcome, each.deals))
                else:
                    exits.append((followed, "open", each.deals))
        return _incidence(exits)

    def _foretold(self, each: Entered) -> tuple[Cell, float] | None:
        """The share won within the horizon as it was believed when the deals entered, and the cell that it is of."""
        if self.horizon is None or each.gone_week is not None or self._followed(each, date.max) < self.horizon:
            return None
        found = self.believed((each.stage, each.event), each.month)
        share = None if found is None else found[1].by(self.horizon)
        return None if found is None or share is None else (found[0], share)

    def _doubt(self, tried: Sequence[tuple[Entered, Cell]]) -> float:
        """What the errors of the fits add to the variance of what was foretold less what came, times the deals.

        A later fit of a cell holds the deals of an earlier one, so that both share the error of the later; and it holds
        those that have been tried and closed since, so that it erred as they did.
        """
        weights: Counter[tuple[Cell, date]] = Counter()
        closings: Counter[tuple[str, str, date]] = Counter()
        for each, cell in tried:
            weights[cell, each.month] += each.deals
            closings[each.stage, each.event, each.known_on or date.max] += each.deals
        total = 0.0
        for (cell, month), weight in weights.items():
            fit = self.fit(cell, month)
            before = sum(others for (other, earlier), others in weights.items() if other == cell and earlier < month)
            closed = sum(
                deals for (*pair, known_on), deals in closings.items() if known_on <= month and _is_of(cell, *pair)
            )
            total += weight * (weight + 2 * before - 2 * closed) * (fit.error**2 if fit else 0.0)
        return total / sum(weights.values())

    def _is_won(self, each: Entered) -> bool:
        return each.outcome == "won" and each.closed_week is not None and each.closed_week < (self.horizon or 0)


def _is_of(cell: Cell, stage: str, event: str) -> bool:
    return cell[0] in (EVERY, stage) and cell[1] in (EVERY, event)


def _incidence(exits: Iterable[tuple[int, str, int]]) -> Incidence | None:
    """Week, outcome and number of deals; who is `open` in a week was not seen through it."""
    listed = list(exits)
    weeks = max((week + (outcome != "open") for week, outcome, _ in listed), default=0)
    won, lost, left = (np.zeros(weeks + 1) for _ in range(3))
    counts = {"won": won, "lost": lost, "open": left}
    for week, outcome, deals in listed:
        counts[outcome][week] += deals
    closed = int(won.sum() + lost.sum())
    if closed < FEWEST_CLOSED:
        return None
    total = int(closed + left.sum())
    # At risk in a week: all who do not leave before it, nor in it unseen.
    at_risk = (total - np.concatenate([[0], np.cumsum(won + lost + left)[:-1]]) - left)[:weeks]
    won, lost = won[:weeks], lost[:weeks]
    known = at_risk > 0
    won, lost, at_risk = won[known], lost[known], at_risk[known]
    kept = np.concatenate([[1.0], np.cumprod(1 - (won + lost) / at_risk)])
    share = np.cumsum(kept[:-1] * won / at_risk)
    ahead = share[-1] - share
    rest = np.maximum(at_risk - won - lost, 1)  # nothing is ahead where nobody is left
    variance = float(
        np.sum(ahead**2 * (won + lost) / (at_risk * rest))
        + np.sum(kept[:-1] ** 2 * (at_risk - won) * won / at_risk**3)
        - 2 * np.sum(ahead * kept[:-1] * won / at_risk**2)
    )
    return Incidence(share.tolist(), math.sqrt(max(variance, 0.0)), float(kept[-1]), closed, total)
