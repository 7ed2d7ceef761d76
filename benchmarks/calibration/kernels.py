"""True kernels of the calibration: dead time and shapes that the fitted family does not hold.

Every one is a density over days after a dead time, sent on working days and counted by calendar week, so that even a
dead time of whole weeks is smeared.
"""

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

WEEKS = 60
SHAPES = ("lognormal", "weibull", "triangle", "mixture")


def draw_kernel(rng: np.random.Generator, delay_weeks: float, shape: str) -> Doubles:
    """Share of the returns by lag of 0 … 59 weeks; its width varies by a factor of two from draw to draw."""
    days = 7 * WEEKS
    week = np.maximum((np.arange(days) + 0.5) / 7 - delay_weeks, 0.0)
    density = np.where(week > 0, _density(np.maximum(week, 1e-9), shape, rng.uniform(0.7, 1.4)), 0.0)
    density /= density.sum()
    kernel = np.zeros(WEEKS)
    for weekday in range(5):
        lag = (weekday + np.arange(days)) // 7
        inside = lag < WEEKS
        kernel += np.bincount(lag[inside], weights=density[inside], minlength=WEEKS) / 5
    return kernel


def _density(week: Doubles, shape: str, width: float) -> Doubles:
    if shape == "lognormal":
        return np.exp(-0.5 * (np.log(week / (2.2 * width)) / 0.55) ** 2) / week
    if shape == "weibull":
        return week**0.8 * np.exp(-((week / (3.2 * width)) ** 1.8))
    if shape == "triangle":
        return np.clip(np.minimum(week / (1.2 * width), (6 * width - week) / (4.8 * width)), 0.0, None)
    near = np.exp(-0.5 * ((week - 1.5) / 0.8) ** 2) / 0.8
    late = np.exp(-0.5 * ((week - 4.5 * width) / 1.6) ** 2) / 1.6
    return 0.6 * near + 0.4 * late
