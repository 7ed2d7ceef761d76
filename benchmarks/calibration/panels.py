"""Markets of several regions, for the fit on the differences between them: nulls and effects, with their truth.

A market's news moves all regions alike, which the comparison cancels; each region also wanders by itself, has a size of
its own, and a schedule of its own. Sizes are those of the sample exports: 15 returns a week over five regions.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.calibration import schedules
from benchmarks.calibration.kernels import SHAPES, Doubles, draw_kernel
from benchmarks.calibration.markets import BASE_RETURNS, FIRST_MONDAY, RUN_IN, draw_climate
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, lags_of_each
from dagster_project.statistics.priming.panel import Panel

REGIONS = tuple("ABCDE")
RETURNS, VOLUME = 15.0, 100.0
Schedule = Callable[[np.random.Generator, int, Doubles], Doubles]


def on_and_off(rng: np.random.Generator, length: int, _returns: Doubles) -> Doubles:
    """Each region in blocks of its own."""
    return np.array([schedules.on_off(rng, length) for _ in REGIONS]) * VOLUME / schedules.VOLUME


def staggered(rng: np.random.Generator, length: int, _returns: Doubles) -> Doubles:
    """One region after another, without end."""
    starts = RUN_IN + np.linspace(0.2, 0.75, len(REGIONS)) * (length - RUN_IN) + rng.integers(-4, 5, len(REGIONS))
    on = np.arange(length)[None, :] >= starts[:, None]
    return rng.poisson(VOLUME * on).astype(np.float64)


def stopped_on_weak_returns(rng: np.random.Generator, length: int, returns: Doubles) -> Doubles:
    """A region is stopped for a quarter when four weeks bring less than nine tenths of the twelve before."""
    sends, silent = np.zeros((len(REGIONS), length)), np.zeros(len(REGIONS), dtype=np.int64)
    for week in range(length):
        for region in range(len(REGIONS)):
            own = returns[region]
            if silent[region]:
                silent[region] -= 1
            elif week >= 20 and own[week - 4 : week].mean() < 0.9 * own[week - 16 : week - 4].mean():
                silent[region] = 12
            else:
                sends[region, week] = rng.poisson(VOLUME)
    return sends


PLANS: dict[str, Schedule] = {
    "regions, on and off": on_and_off,
    "regions, staggered": staggered,
    "regions, stopped on weak returns": stopped_on_weak_returns,
}


def draw_panel(
    rng: np.random.Generator, plan: str, weeks: int, *, lift: float, delay: float, number: int
) -> tuple[Panel, Doubles | None, float]:
    """A market by region, its five lags (None without effect) and its returns per 1,000 outflows."""
    length = weeks + RUN_IN
    climate = draw_climate(rng, length, 0.6, 0.2)
    sizes = rng.dirichlet(np.full(len(REGIONS), 8.0))
    own = np.exp([schedules.wandering(rng, length, 0.7, 0.2) for _ in REGIONS])
    expected = RETURNS * sizes[:, None] * own * climate.expected / BASE_RETURNS
    returns = rng.poisson(expected).astype(np.float64)
    sends = PLANS[plan](rng, length, returns)
    lags, each = None, 0.0
    if lift:
        kernel = draw_kernel(rng, delay, SHAPES[number % len(SHAPES)])
        delayed = np.array([np.convolve(one, kernel)[:length] for one in sends])
        each = lift * expected[:, RUN_IN:].sum(axis=0).mean() / delayed[:, RUN_IN:].sum(axis=0).mean()
        returns = returns + rng.poisson(each * delayed)
        inside = kernel[:KERNEL_WEEKS]
        lags, each = lags_of_each(inside[None, :])[0], each * float(inside.sum())
    panel = Panel(FIRST_MONDAY, REGIONS, returns[:, RUN_IN:], {"email": sends[:, RUN_IN:]})
    return panel, lags, 1000 * each
