"""The halo: returns of prospects not reached themselves per return of those reached, both brought by outflows.

Cells of the market (region × industry) are compared with each other in the same week; what moves all of them cancels,
and so does what a cell always has. Holds estimate, placebos and verdict. Must not read a table.

Being reached moves a return from the others to the direct ones without bringing any: of a cell whose prospects are
reached, the returns that would have come anyway are direct too. Their number is the cell's baseline times the share
that was reached, and is taken from the direct ones and given to the others.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.priming.columns import FEED_WEEKS, LEADS
from dagster_project.statistics.priming.kernels import Doubles, spread

FEWEST_CALENDARS = 8
PERMUTATIONS = 399
SIGNIFICANT = 0.05
_ALIKE = 0.5
"""Cells whose weekly outflows are correlated by more follow one calendar."""
_FEWEST_RETURNS = 20
_NORMAL_90 = 1.645


@dataclass(frozen=True)
class Cells:
    """Cell × week: outflows, direct and other returns of prospects, tickets, and the share of prospects reached."""

    outflows: Doubles
    direct: Doubles
    others: Doubles
    tickets: Doubles
    exposed: Doubles


@dataclass(frozen=True)
class Halo:
    """The verdict; `ratio` is None unless it is shown."""

    verdict: Literal["shown", "voided", "cannot_tell"]
    ratio: Estimate | None
    reason: str


def judge_halo(cells: Cells, kernel: Doubles, seed: int = 0) -> Halo:
    """The halo of a market.

    Args:
        cells: by week, of equal length.
        kernel: share of the returns by lag in weeks.
        seed: of the permutations.
    """
    busy = (cells.outflows.sum(axis=1) > 0) & ((cells.direct + cells.others).sum(axis=1) > 0)
    kept = Cells(*(getattr(cells, name)[busy] for name in Cells.__dataclass_fields__))
    calendars = count_calendars(kept.outflows)
    if calendars < FEWEST_CALENDARS:
        reason = f"{calendars} cells of region and industry are sent to on calendars of their own; "
        return Halo("cannot_tell", None, f"{reason}{FEWEST_CALENDARS} are needed to compare them.")
    if kept.outflows.shape[1] <= 2 * FEED_WEEKS or (kept.direct + kept.others).sum() < _FEWEST_RETURNS:
        return Halo("cannot_tell", None, "Too few weeks or returns of prospects are known.")
    return _compare(kept, _Panel(kept, kernel, np.random.default_rng(seed)))


def _compare(cells: Cells, panel: "_Panel") -> Halo:
    returns = cells.direct + cells.others
    shown = panel.permuted(returns, panel.delayed)
    if shown >= SIGNIFICANT:
        return Halo("cannot_tell", None, f"No returns of prospects are shown to come of outflows (p = {shown:.2f}).")
    placebos = {"outflows yet to come": panel.permuted(returns, panel.leading, beside=panel.delayed)}
    if cells.tickets.sum() >= _FEWEST_RETURNS:
        placebos["tickets"] = panel.permuted(cells.tickets, panel.delayed, is_two_sided=True)
    failed = [f"{name} (p = {chance:.2f})" for name, chance in placebos.items() if chance < SIGNIFICANT]
    if failed:
        return Halo(
            "voided", None, f"The same comparison shows an effect where there can be none: {', '.join(failed)}."
        )
    ratio = panel.ratio()
    if ratio is None:
        return Halo("cannot_tell", None, "Outflows bring returns, but too few direct ones to divide by.")
    told = f"{ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f}) other returns come for each direct one"
    if ratio.low <= 0:
        return Halo("cannot_tell", None, f"{told}: it may be none.")
    return Halo("shown", ratio, f"{told}; no placebo shows the like.")


def count_calendars(outflows: Doubles) -> int:
    """How many cells are sent to on different calendars: of those alike one counts."""
    centred = outflows - outflows.mean(axis=1, keepdims=True)
    sizes = np.sqrt((centred**2).sum(axis=1))
    chosen: list[int] = []
    for cell in range(len(outflows)):
        alike = [centred[cell] @ centred[other] > _ALIKE * sizes[cell] * sizes[other] for other in chosen]
        if sizes[cell] > 0 and not any(alike):
            chosen.append(cell)
    return len(chosen)


class _Panel:
    """Cells beside each other, freed of what a cell always has and of what moves all cells in a week."""

    def __init__(self, cells: Cells, kernel: Doubles, rng: np.random.Generator) -> None:
        self._cells, self._rng = cells, rng
        returns = cells.direct + cells.others
        sizes = returns[:, FEED_WEEKS:].mean(axis=1)
        self._weights = 1 / np.maximum(sizes, 0.1 * sizes.mean())
        self.delayed = np.array([spread(each, kernel) for each in cells.outflows])
        longer = np.pad(cells.outflows, ((0, 0), (0, LEADS)), mode="edge")
        weeks = cells.outflows.shape[1]
        self.leading = np.mean([longer[:, lead : weeks + lead] for lead in range(1, LEADS + 1)], axis=0)

    def _freed(self, values: Doubles) -> Doubles:
        """Beside cell means and week means; weights are the same in all weeks, so that one pass is exact."""
        inside = values[:, FEED_WEEKS:]
        by_week = np.average(inside, axis=0, weights=self._weights)
        centred = inside - by_week
        return np.asarray(centred - centred.mean(axis=1, keepdims=True))

    def _effect(self, values: Doubles, column: Doubles) -> float:
        weighed = self._weights[:, None] * column
        return float((weighed * values).sum() / max(float((weighed * column).sum()), 1e-12))

    def permuted(
        self, values: Doubles, column: Doubles, *, beside: Doubles | None = None, is_two_sided: bool = False
    ) -> float:
        """The share of permutations of calendars over cells whose effect is at least that of the true ones."""
        came = self._freed(values)
        if beside is not None:
            other = self._freed(beside)
            came = came - self._effect(came, other) * other
        scale = column / np.maximum(column.mean(axis=1, keepdims=True), 1e-12)
        sizes = column.mean(axis=1)

        def effect(order: NDArray[np.int64]) -> float:
            found = self._effect(came, self._freed(scale[order] * sizes[:, None]))
            return abs(found) if is_two_sided else found

        cells = np.arange(len(column), dtype=np.int64)
        observed = effect(cells)
        chances = [effect(self._rng.permutation(cells)) >= observed for _ in range(PERMUTATIONS)]
        return (1 + sum(chances)) / (1 + PERMUTATIONS)

    def ratio(self) -> Estimate | None:
        """Others per direct, by Fieller's limits with errors that hang together within a cell."""
        cells, column = self._cells, self._freed(self.delayed)
        total = self._effect(self._freed(cells.direct + cells.others), column)
        brought = total * self.delayed[:, FEED_WEEKS:].mean(axis=1)
        baseline = np.maximum((cells.direct + cells.others)[:, FEED_WEEKS:].mean(axis=1) - brought, 0.0)
        moved = baseline[:, None] * cells.exposed
        direct, others = self._freed(cells.direct - moved), self._freed(cells.others + moved)
        effects = np.array([self._effect(each, column) for each in (direct, others)])
        power = float((self._weights[:, None] * column**2).sum())
        left = [each - effect * column for each, effect in zip((direct, others), effects, strict=True)]
        scores = np.array([(self._weights[:, None] * column * each).sum(axis=1) for each in left]) / power
        number = len(column)
        errors = scores @ scores.T * number / max(number - 1, 1)
        return _fieller(effects[1], effects[0], errors[1, 1], errors[0, 0], errors[0, 1])


def _fieller(above: float, below: float, above_error: float, below_error: float, shared: float) -> Estimate | None:
    """Limits of above ÷ below; None where `below` is not clearly above nothing."""
    squared = _NORMAL_90**2
    first = below**2 - squared * below_error
    if below <= 0 or first <= 0:
        return None
    second = above * below - squared * shared
    third = above**2 - squared * above_error
    reach = float(np.sqrt(max(second**2 - first * third, 0.0)))
    return Estimate(above / below, (second - reach) / first, (second + reach) / first)
