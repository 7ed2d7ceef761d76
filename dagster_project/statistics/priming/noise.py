"""How weekly errors hang together: a grid of autocorrelated processes under counting noise, and their whitening.

An error is counting noise plus a first-order autoregression that makes up a share of its variance; no single value is
estimated, the whole grid is weighed by its likelihood. Holds matrices that depend on the number of weeks only, kept
from one fit to the next. Must not see data.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dagster_project.statistics.priming.kernels import Doubles

AUTOCORRELATIONS = (0.4, 0.7, 0.85, 0.93, 0.97, 0.985)
WANDERING_SHARES = (0.1, 0.25, 0.45, 0.7, 0.9)
PROCESSES = ((0.0, 0.0), *((rho, share) for rho in AUTOCORRELATIONS for share in WANDERING_SHARES))


@dataclass(frozen=True)
class Noise:
    """The processes over a number of weeks, one per first index.

    `factors` lower triangles whose product with their transpose is the correlation; `whiteners` their inverses;
    `log_determinants` of the correlation.
    """

    factors: Doubles
    whiteners: Doubles
    log_determinants: Doubles


def correlation(process: tuple[float, float], weeks: int) -> Doubles:
    """The correlation of weekly errors, week × week."""
    autocorrelation, share = process
    apart = np.abs(np.arange(weeks)[:, None] - np.arange(weeks)[None, :])
    return np.asarray((1 - share) * (apart == 0) + share * autocorrelation**apart, dtype=np.float64)


@lru_cache(maxsize=4)
def noise_over(weeks: int) -> Noise:
    """The grid over that many weeks; not to be written to."""
    factors = np.linalg.cholesky(np.array([correlation(process, weeks) for process in PROCESSES]))
    determinants = 2 * np.log(np.einsum("gii->gi", factors)).sum(axis=1)
    return Noise(factors, np.linalg.inv(factors), determinants)
