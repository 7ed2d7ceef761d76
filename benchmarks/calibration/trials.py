"""One trial: a market is drawn, fitted and judged; what came out beside the truth, as plain values.

Holds the grid of cells and the trial. Every trial is seeded by its cell and number: each can be repeated alone.
"""

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.calibration.kernels import SHAPES
from benchmarks.calibration.markets import Market, draw_effective
from benchmarks.calibration.nulls import NULLS
from benchmarks.calibration.panels import PLANS, draw_panel
from dagster_project.statistics.priming.fit import Finding, fit_channel
from dagster_project.statistics.priming.kernels import LAG_NAMES, Doubles
from dagster_project.statistics.priming.panel import fit_panel
from dagster_project.statistics.priming.verdicts import judge

WEEKS = 156
LIFTS = {"weak": 0.25, "medium": 0.5, "strong": 1.0}
LONG_WEEKS, LONG_STRENGTHS = 260, ("weak", "medium")
DELAYS = (0, 3, 7, 10, 14)
REGION_PLANS = ("regions, on and off", "regions, staggered")
IDENTIFIABLE = ("on and off", "bursts", "varying", "two channels")


@dataclass(frozen=True)
class Cell:
    """A family of markets: a null family by `name`, or a schedule with a lift and a delay in weeks."""

    name: str
    strength: str = "none"
    delay: int = 0
    weeks: int = WEEKS

    @property
    def file_name(self) -> str:
        """Name of the file of its results."""
        words = f"{self.name} {self.strength} {self.delay} {self.weeks}"
        return "".join(letter if letter.isalnum() else "_" for letter in words) + ".jsonl"


def null_cells() -> list[Cell]:
    """Every null family, over three years and over five."""
    return [Cell(name, weeks=weeks) for weeks in (WEEKS, LONG_WEEKS) for name in (*NULLS, *PLANS)]


def effect_cells() -> list[Cell]:
    """Schedules × strengths × delays; the schedules that show nothing only with a medium effect."""
    seen = [Cell(name, strength, delay) for name in IDENTIFIABLE for strength in LIFTS for delay in DELAYS]
    unseen = [Cell(name, "medium", delay) for name in ("steady", "monthly") for delay in (0, 7)]
    return seen + unseen + region_cells() + long_cells()


def region_cells() -> list[Cell]:
    """Effects that are seen by the differences between regions; 0.5 and 1 are lifts of the whole market."""
    return [
        Cell(name, strength, delay) for name in REGION_PLANS for strength in ("medium", "strong") for delay in DELAYS
    ]


def long_cells() -> list[Cell]:
    """Five years of weeks."""
    return [
        Cell(name, strength, delay, LONG_WEEKS)
        for name in IDENTIFIABLE
        for strength in LONG_STRENGTHS
        for delay in DELAYS
    ]


def market_for(cell: Cell, number: int) -> Market:
    """The market of one trial."""
    rng = np.random.default_rng([zlib.crc32(cell.file_name.encode()), number])
    if cell.strength == "none":
        return NULLS[cell.name](rng, cell.weeks)
    shape = SHAPES[number % len(SHAPES)]
    lift = LIFTS[cell.strength]
    return draw_effective(rng, cell.name, lift=lift, delay=float(cell.delay), shape=shape, weeks=cell.weeks)


def trial(cell: Cell, number: int) -> dict[str, Any]:
    """Draw, fit and judge one market."""
    if cell.name in PLANS:
        return _trial_of_regions(cell, number)
    market = market_for(cell, number)
    finding = fit_channel(market.weekly, market.channel, f"{cell.file_name} {number}")
    return _result(number, finding, market.lags, market.returns_per_1000)


def _trial_of_regions(cell: Cell, number: int) -> dict[str, Any]:
    rng = np.random.default_rng([zlib.crc32(cell.file_name.encode()), number])
    lift = LIFTS.get(cell.strength, 0.0)
    panel, lags, per_1000 = draw_panel(rng, cell.name, cell.weeks, lift=lift, delay=float(cell.delay), number=number)
    return _result(number, fit_panel(panel, "email", f"{cell.file_name} {number}"), lags, per_1000)


def _result(number: int, finding: Finding, lags: Doubles | None, per_1000: float) -> dict[str, Any]:
    assert finding.evidence is not None and finding.shape is not None and finding.effect is not None
    judged = judge(finding, finding.evidence.p_value)
    result: dict[str, Any] = {
        "number": number,
        "p": round(finding.evidence.p_value, 5),
        "p_leads": round(finding.evidence.p_leads, 5),
        "verdict": judged.verdict,
        "has_effect": judged.has_effect,
        "cause": judged.cause,
    }
    if lags is not None:
        shape, effect = finding.shape, finding.effect
        result |= {
            "are_lags_known": judged.are_lags_known,
            "per_1000": [per_1000, effect.value, effect.low, effect.high],
        }
        result |= {
            name: [round(float(each[at]), 3) for each in (lags, shape.lags, shape.low, shape.high)]
            for at, name in enumerate(LAG_NAMES)
        }
    return result
