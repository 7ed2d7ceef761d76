"""How well the last weeks are foretold by the others, with the effect and without.

Holds the trial. The kernel is taken from all weeks, its size and everything else only from the weeks before.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.noise import noise_over
from dagster_project.statistics.priming.regression import Regression

HELD_OUT_WEEKS = 26


@dataclass(frozen=True)
class ForecastError:
    """Root mean square error of the held-out weeks, in units of the counting noise, with the effect and without."""

    with_effect: float
    without_effect: float


def out_of_sample(regression: Regression, kernel: Doubles, process: int) -> ForecastError | None:
    """Foretell the last 26 weeks from those before; None where these are fewer than the columns to be fitted need."""
    known = len(regression.returns) - HELD_OUT_WEEKS
    columns = np.concatenate([regression.baseline, *regression.others.values(), regression.start], axis=1)
    if known < 2 * (columns.shape[1] + 1):
        return None
    effect = (regression.lags @ kernel)[:, None]
    with_effect = _error(regression.returns, np.concatenate([columns, effect], axis=1), known, process)
    return ForecastError(with_effect, _error(regression.returns, columns, known, process))


def _error(returns: Doubles, columns: Doubles, known: int, process: int) -> float:
    """The autocorrelated part is carried on from the last known errors."""
    noise = noise_over(len(returns))
    factor, whitener = noise.factors[process], noise.whiteners[process][:known, :known]
    weights, *_ = np.linalg.lstsq(whitener @ columns[:known], whitener @ returns[:known], rcond=1e-8)
    rest = whitener @ (returns[:known] - columns[:known] @ weights)
    foretold = columns[known:] @ weights + factor[known:, :known] @ rest
    return float(np.sqrt(((returns[known:] - foretold) ** 2).mean()))
