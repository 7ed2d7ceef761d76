"""Schedules of sending, in outflows per week. Holds those that do not look at returns; the others stand in `nulls`."""

import numpy as np

from benchmarks.calibration.kernels import Doubles

VOLUME = 300
YEAR_WEEKS = 365.25 / 7


def wandering(rng: np.random.Generator, weeks: int, autocorrelation: float, deviation: float) -> Doubles:
    """A first-order autoregression in its steady state."""
    shocks = rng.normal(size=weeks + 200)
    values = np.zeros(weeks + 200)
    fresh = np.sqrt(1 - autocorrelation**2)
    for week in range(1, weeks + 200):
        values[week] = autocorrelation * values[week - 1] + fresh * shocks[week]
    return deviation * values[200:]


def on_off(rng: np.random.Generator, weeks: int) -> Doubles:
    """Blocks in turn: on for 6 to 14 weeks, off for 6 to 12, as the package's simulator has it."""
    sent, week, is_on = np.zeros(weeks), 0, bool(rng.random() < 0.5)
    while week < weeks:
        length = int(rng.integers(6, 15) if is_on else rng.integers(6, 13))
        sent[week : week + length] = is_on
        week, is_on = week + length, not is_on
    return _drawn(rng, sent)


def bursts(rng: np.random.Generator, weeks: int) -> Doubles:
    """Campaigns of 1 to 3 weeks, 5 to 15 weeks apart."""
    sent, week = np.zeros(weeks), int(rng.integers(0, 10))
    while week < weeks:
        length = int(rng.integers(1, 4))
        sent[week : week + length] = 2
        week += length + int(rng.integers(5, 16))
    return _drawn(rng, sent)


def varying(rng: np.random.Generator, weeks: int) -> Doubles:
    """Every week, but never alike: log-normal volumes of coefficient of variation 0.7."""
    spread = np.sqrt(np.log(1 + 0.7**2))
    return _drawn(rng, np.exp(wandering(rng, weeks, 0.5, spread) - spread**2 / 2))


def steady(rng: np.random.Generator, weeks: int) -> Doubles:
    """Every week alike."""
    return _drawn(rng, np.ones(weeks))


def monthly(rng: np.random.Generator, weeks: int) -> Doubles:
    """A newsletter every fourth week."""
    return _drawn(rng, 4.0 * (np.arange(weeks) % 4 == rng.integers(4)))


def started_once(rng: np.random.Generator, weeks: int, start: int) -> Doubles:
    """Nothing, then every week alike."""
    return _drawn(rng, (np.arange(weeks) >= start).astype(np.float64))


def _drawn(rng: np.random.Generator, share: Doubles) -> Doubles:
    return rng.poisson(VOLUME * share).astype(np.float64)


SCHEDULES = {"on and off": on_off, "bursts": bursts, "varying": varying, "steady": steady, "monthly": monthly}
