"""How weekly errors hang together: a grid of autocorrelated processes under counting noise, and their whitening.

An error is counting noise plus a first-order autoregression that makes up a share of its variance; no single value is
estimated, the whole grid is weighed by its likelihood. Holds matrices that depend on the number of weeks only, kept
from one fit to the next. Must not see data.
"""

from collections.abc import Iterator
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
    `log_determinants` of the correlation. Processes of one autocorrelation have their principal directions in common:
    `rotations` (one per autocorrelation) turn weeks into them, where dividing by a process's `deviations` whitens.
    """

    factors: Doubles
    whiteners: Doubles
    log_determinants: Doubles
    rotations: Doubles
    deviations: Doubles

    def by_rotation(self) -> Iterator[tuple[Doubles, list[int]]]:
        """Each rotation with the processes that it serves, all in their order; white noise goes with the first."""
        owners = [AUTOCORRELATIONS.index(rho) if rho else 0 for rho, _ in PROCESSES]
        for at, rotation in enumerate(self.rotations):
            yield rotation, [process for process, owner in enumerate(owners) if owner == at]


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
    values, vectors = np.linalg.eigh(np.array([correlation((each, 1.0), weeks) for each in AUTOCORRELATIONS]))
    spectrum = {each: values[at] for at, each in enumerate(AUTOCORRELATIONS)}
    variances = [(1 - share) + (share * spectrum[rho] if rho else np.zeros(weeks)) for rho, share in PROCESSES]
    return Noise(
        factors, np.linalg.inv(factors), determinants, vectors.transpose(0, 2, 1).copy(), np.sqrt(np.array(variances))
    )
