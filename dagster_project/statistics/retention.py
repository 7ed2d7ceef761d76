"""How long customers stay: the shifted beta-geometric model, fitted to counts per week.

Holds the fit (Fader and Hardie, Journal of Interactive Marketing 21, 2007). Must not read a table
(`onboarding_store.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.likelihood import likeliest

FEWEST_LOST = 10
"""Two parameters from fewer losses are no estimate."""


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
    # Where losses do not become rarer the best fit lies at infinity: all customers are alike.
    found = likeliest(lambda logarithms: _misfit(logarithms, seen, gone), np.zeros(2))
    if found is None:
        return None
    alpha, beta = found
    return Retention(alpha, beta, int(seen[0]))


def _misfit(logarithms: NDArray[np.float64], seen: NDArray[np.float64], gone: NDArray[np.float64]) -> float:
    """Minus the log likelihood: in period t a share alpha / (alpha + beta + t − 1) of those left is lost."""
    alpha, beta = np.exp(logarithms)
    hazard = alpha / (alpha + beta + np.arange(len(seen)))
    return -float(np.sum(gone * np.log(hazard) + (seen - gone) * np.log1p(-hazard)))
