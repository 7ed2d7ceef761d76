"""The kernel in doubt: draws of what mean sends bring, lag by lag, and the limits of the five lags.

True kernels are of no family. Each kernel of the fitted one therefore stands for all that differ from it smoothly by
tens of per cent; the draws come from the normal approximation around each, weighed by its likelihood. Limits of lags
join those of the draws with the range of the lags of all kernels that the likelihood does not rule out. Holds draws
and limits. Must not hold a verdict.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.priming.evidence import Evidence
from dagster_project.statistics.priming.kernels import (
    KERNEL_WEEKS,
    Doubles,
    delayed_gammas,
    lags_of_each,
    lags_of_family,
)

DRAWS = 600
LIMITS = (0.05, 0.95)
_DEVIATION, _SMOOTH_WEEKS = 0.7, 1.5
_RULED_OUT = 1.7
"""Log likelihood below the best at which a kernel is ruled out. 1.35 would do if the family were true and the
likelihood normal; calibrated on kernels outside the family."""
_FLAT = 1e-9
_ROUNDING = 1e-14
_LEAST_SIZE = 1e-12
"""Of the precision of an effect: a doubt of a million returns a week. Where sends tell nothing at all, as where all
that varies in them is accounted for, it is zero or what rounding left of it, and no matrix of it has an inverse."""


@dataclass(frozen=True)
class Shape:
    """The kernel and its doubt.

    `kernel` is the likeliest one, with `kernel_low` and `kernel_high` lag by lag; `lags`, `low`, `high` follow the
    order of `LAG_NAMES`. `draws` (draw × lag) are returns per mean week of sends, lag by lag; some are negative.
    """

    kernel: Doubles
    kernel_low: Doubles
    kernel_high: Doubles
    lags: Doubles
    low: Doubles
    high: Doubles
    draws: Doubles


def draw_shape(evidence: Evidence, rng: np.random.Generator) -> Shape:
    """Kernel, lags and limits from the evidence of one fit."""
    draws = _draw_effects(evidence.precision, evidence.pull, rng)
    positive = np.maximum(draws[draws.sum(axis=1) > 0], 0.0)
    best = int(evidence.log_likelihoods.argmax())
    kernel, lags = delayed_gammas()[best], lags_of_family()[best]
    possible = lags_of_family()[evidence.log_likelihoods >= evidence.log_likelihoods[best] - _RULED_OUT]
    low, high = possible.min(axis=0), possible.max(axis=0)
    kernel_low, kernel_high = kernel, kernel
    if len(positive):
        shares = positive / positive.sum(axis=1, keepdims=True)
        drawn_low, drawn_high = np.quantile(lags_of_each(shares), LIMITS, axis=0)
        low, high = np.minimum(low, drawn_low), np.maximum(high, drawn_high)
        lowest, highest = np.quantile(shares, LIMITS, axis=0)
        kernel_low, kernel_high = np.minimum(kernel, lowest), np.maximum(kernel, highest)
    return Shape(kernel, kernel_low, kernel_high, lags, low, high, draws)


def _draw_effects(precision: Doubles, pull: Doubles, rng: np.random.Generator) -> Doubles:
    """Draws of the effect lag by lag: a kernel of the family times an effect of any size, plus a smooth deviation."""
    family = delayed_gammas()
    sizes = np.maximum(np.einsum("kl,kl->k", family @ precision, family), _LEAST_SIZE)
    effects = np.maximum(family @ pull / sizes, 0.5 / np.sqrt(sizes))
    directions = np.concatenate([_DEVIATION * effects[:, None, None] * _deviations(family), family[:, :, None]], axis=2)
    prior = np.ones(KERNEL_WEEKS + 1)
    prior[-1] = _FLAT
    inner = directions.transpose(0, 2, 1) @ (precision @ directions) + np.diag(prior)
    # What hardly leaves anything to chance is as precise as its digits: rounding must not make squares negative.
    inner += _ROUNDING * np.einsum("kii->ki", inner).max(axis=1)[:, None, None] * np.eye(KERNEL_WEEKS + 1)
    factors = np.linalg.cholesky(inner)
    toward = np.linalg.solve(factors, (directions.transpose(0, 2, 1) @ pull)[:, :, None])[:, :, 0]
    logarithm = 0.5 * (toward**2).sum(axis=1) - np.log(np.einsum("kii->ki", factors)).sum(axis=1) + 0.5 * np.log(sizes)
    # An effect is not negative: where a kernel could only fit upside down, its fit is no evidence for it.
    logarithm -= np.where(family @ pull < 0, 0.5 * (family @ pull) ** 2 / sizes, 0.0)
    weights = np.exp(logarithm - logarithm.max())
    counts = rng.multinomial(DRAWS, weights / weights.sum())
    chosen = np.flatnonzero(counts)
    normal = np.repeat(toward[chosen], counts[chosen], axis=0) + rng.normal(size=(DRAWS, KERNEL_WEEKS + 1))
    turned = np.linalg.inv(factors[chosen]).transpose(0, 2, 1)
    ways = np.repeat(directions[chosen] @ turned, counts[chosen], axis=0)
    return np.asarray(np.einsum("dlj,dj->dl", ways, normal))


def _deviations(family: Doubles) -> Doubles:
    """Per kernel the factor (lag × normal) of a smooth deviation, in proportion to the kernel around each lag."""
    nearby = 0.5 * family
    nearby[:, 1:] += 0.25 * family[:, :-1]
    nearby[:, :-1] += 0.25 * family[:, 1:]
    lag = np.arange(KERNEL_WEEKS)
    smooth = np.exp(-0.5 * ((lag[:, None] - lag[None, :]) / _SMOOTH_WEEKS) ** 2) + 1e-4 * np.eye(KERNEL_WEEKS)
    return np.asarray(nearby[:, :, None] * np.linalg.cholesky(smooth)[None, :, :])
