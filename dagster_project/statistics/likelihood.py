"""The likeliest parameters of a model and their limits, from a misfit over their logarithms.

Holds the search and the curvature. Must not know a model (`retention.py`, `buying.py`).
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dagster_project.statistics.intervals import Estimate

Z_90 = 1.644854
_STEP = 1e-4
_LARGEST = 12.0
"""Logarithm beyond which a parameter lies at infinity: the data do not tell it."""
Misfit = Callable[[NDArray[np.float64]], float]


def likeliest(misfit: Misfit, start: NDArray[np.float64]) -> list[Estimate] | None:
    """Positive parameters with 90 % limits by the curvature at the best fit; None where the likelihood has no peak.

    An upper limit that lies at infinity is infinite: the data bound the parameter from below only.

    Args:
        misfit: minus the log likelihood, of the logarithms of the parameters.
        start: where the search begins, in logarithms.
    """
    fit = minimize(misfit, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9, "maxiter": 4000})
    curvature = _curvature(misfit, fit.x)
    if not fit.success or np.abs(fit.x).max() > _LARGEST or np.linalg.eigvalsh(curvature).min() <= 0:
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(curvature)))
    return [
        Estimate(math.exp(value), math.exp(value - Z_90 * error), _bounded(value + Z_90 * error))
        for value, error in zip(fit.x, errors, strict=True)
    ]


def _bounded(logarithm: float) -> float:
    return math.exp(logarithm) if logarithm <= _LARGEST else math.inf


def _curvature(misfit: Misfit, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Second derivatives of the misfit, by differences."""
    steps = _STEP * np.eye(len(at))
    return np.array(
        [
            [
                (misfit(at + one + two) - misfit(at + one - two) - misfit(at - one + two) + misfit(at - one - two))
                / (4 * _STEP**2)
                for two in steps
            ]
            for one in steps
        ]
    )
