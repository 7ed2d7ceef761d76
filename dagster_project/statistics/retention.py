"""How long customers stay: the shifted beta-geometric model, fitted to counts per week.

Holds the fit (Fader and Hardie, Journal of Interactive Marketing 21, 2007). Must not read a table
(`onboarding_store.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dagster_project.statistics.intervals import Estimate

FEWEST_LOST = 10
"""Two parameters from fewer losses are no estimate."""
_Z_90 = 1.644854
_STEP = 1e-4


@dataclass(frozen=True)
class Retention:
    """Each customer has a chance of being lost each period; over customers it is Beta(alpha, beta). Limits are 90 %."""

    alpha: Estimate
    beta: Estimate
    customers: int


def fit_retention(at_risk: Sequence[int], lost: Sequence[int]) -> Retention | None:
    """The likeliest alpha and beta; None where fewer than ten were lost or the likelihood has no peak.

    Args:
        at_risk: customers seen through each period since sign-up, the first one first.
        lost: how many of them were lost in it.
    """
    seen, gone = np.asarray(at_risk, dtype=np.float64), np.asarray(lost, dtype=np.float64)
    if len(seen) < 2 or gone.sum() < FEWEST_LOST:
        return None
    fit = minimize(
        _misfit, np.zeros(2), args=(seen, gone), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9}
    )
    curvature = _curvature(fit.x, seen, gone)
    # Where losses do not become rarer the best fit lies at infinity: all customers are alike.
    if not fit.success or np.linalg.det(curvature) <= 0 or curvature[0, 0] <= 0 or fit.x.max() > 12:
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(curvature)))
    alpha, beta = (
        Estimate(float(np.exp(value)), float(np.exp(value - _Z_90 * error)), float(np.exp(value + _Z_90 * error)))
        for value, error in zip(fit.x, errors, strict=True)
    )
    return Retention(alpha, beta, int(seen[0]))


def _misfit(logarithms: NDArray[np.float64], seen: NDArray[np.float64], gone: NDArray[np.float64]) -> float:
    """Minus the log likelihood: in period t a share alpha / (alpha + beta + t − 1) of those left is lost."""
    alpha, beta = np.exp(logarithms)
    hazard = alpha / (alpha + beta + np.arange(len(seen)))
    return -float(np.sum(gone * np.log(hazard) + (seen - gone) * np.log1p(-hazard)))


def _curvature(at: NDArray[np.float64], seen: NDArray[np.float64], gone: NDArray[np.float64]) -> NDArray[np.float64]:
    """Second derivatives of the misfit, by differences."""
    curvature = np.zeros((2, 2))
    for row in range(2):
        for column in range(2):
            first, second = np.eye(2)[row] * _STEP, np.eye(2)[column] * _STEP
            curvature[row, column] = (
                _misfit(at + first + second, seen, gone)
                - _misfit(at + first - second, seen, gone)
                - _misfit(at - first + second, seen, gone)
                + _misfit(at - first - second, seen, gone)
            ) / (4 * _STEP**2)
    return curvature
