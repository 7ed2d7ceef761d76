"""What the weekly returns say about each kernel, whatever the autocorrelation: likelihoods and the calibrated test.

For every process of the noise grid the returns are whitened and freed of all that is accounted for; the likelihood of
each kernel of the family is then integrated over the processes. The same is done with returns simulated without any
effect from the processes that the data allow. Holds sums and simulation. Must not hold a verdict.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles, delayed_gammas, kernels_to_test
from dagster_project.statistics.priming.likelihoods import Sums, columns_of, sums_of
from dagster_project.statistics.priming.noise import Noise, noise_over
from dagster_project.statistics.priming.regression import Regression

REPLICATES = 199
_LARGEST = 600.0
"""A larger logarithm of a likelihood ratio is infinite to a double, and beyond doubt."""
_TAIL = 20
"""Largest replicates from which the tail of the test statistic is extended beyond them."""


@dataclass(frozen=True)
class Evidence:
    """Results over the noise grid.

    `log_likelihoods` of each kernel; `precision` (lag × lag) and `pull` (lag) of the log likelihood
    −½ θ'Aθ + b'θ in the returns θ that mean sends bring lag by lag; `process` the likeliest index of the noise grid;
    `p_value` of "no effect", `p_leads` of "sends do not follow returns".
    """

    log_likelihoods: Doubles
    precision: Doubles
    pull: Doubles
    process: int
    p_value: float
    p_leads: float


def weigh(regression: Regression, rng: np.random.Generator, replicates: int = REPLICATES) -> Evidence:
    """The evidence of a regression; `replicates` simulated series calibrate the tests."""
    noise, columns = noise_over(regression.weeks), columns_of(regression)
    returns = regression.returns[:, None]
    weights = _weights(np.array([each.without_effect[0] for each in sums_of(columns.alone(), noise, returns)]))
    series = np.concatenate([returns, _simulate(regression, noise, weights, rng, replicates)], axis=1)
    grid = list(sums_of(columns, noise, series))
    level = np.max([each.without_effect for each in grid], axis=0)
    lead_level = np.max([_of_leads(each)[0] for each in grid], axis=0)
    without, with_effect, no_leads, with_leads = np.zeros((4, replicates + 1))
    kernels = np.full(len(delayed_gammas()), -np.inf)
    precisions, pulls, found = [], [], []
    for each in grid:
        likelihoods = each.constant + _of_kernels(delayed_gammas(), each, 1)[:, 0]
        kernels = np.logaddexp(kernels, likelihoods)
        left = np.exp(-2 / each.free * (likelihoods.max() - each.constant))  # squares that the best kernel leaves
        precisions.append(each.precision * each.free / left)
        pulls.append(each.pulls[:, 0] * each.free / left)
        found.append(np.logaddexp.reduce(likelihoods))
        tested = _of_kernels(kernels_to_test(), each, replicates + 1)
        with_effect += np.exp(np.minimum(tested + (each.constant - level), _LARGEST)).sum(axis=0)
        without += np.exp(each.without_effect - level)
        beside, beyond = _of_leads(each)
        no_leads += np.exp(beside - lead_level)
        with_leads += np.exp(np.minimum(beyond - lead_level, _LARGEST))
    weights = _weights(np.array(found))
    effects, leads = np.log(with_effect / without), np.log(with_leads / no_leads)
    return Evidence(
        kernels,
        np.einsum("g,gij->ij", weights, np.array(precisions)),
        weights @ np.array(pulls),
        int(weights.argmax()),
        tail_probability(effects[0], effects[1:]),
        tail_probability(leads[0], leads[1:]),
    )


def tail_probability(statistic: float, replicates: Doubles) -> float:
    """The share of replicates at or above the statistic; beyond them all, by an exponential tail through the largest.

    Many tests at once need smaller p values than one in the number of replicates.
    """
    above = int((replicates >= statistic).sum())
    counted = (above + 1) / (len(replicates) + 1)
    if above or len(replicates) <= 2 * _TAIL:
        return counted
    largest = np.sort(replicates)[-_TAIL - 1 :]
    excess = float((largest[1:] - largest[0]).mean())
    extended = _TAIL / len(replicates) * float(np.exp(-(statistic - largest[0]) / max(excess, 1e-12)))
    return min(counted, max(extended, 1e-12))


def _weights(log_likelihoods: Doubles) -> Doubles:
    weights = np.exp(log_likelihoods - log_likelihoods.max())
    return np.asarray(weights / weights.sum())


def _simulate(
    regression: Regression, noise: Noise, weights: Doubles, rng: np.random.Generator, replicates: int
) -> Doubles:
    """Errors of processes drawn by their weights, week × replicate; level and size do not matter to the tests."""
    chosen: NDArray[np.int64] = rng.choice(len(weights), replicates, p=weights)
    errors = rng.normal(size=(len(regression.returns), replicates))
    for process in np.unique(chosen):
        errors[:, chosen == process] = regression.whitened(noise.factors[process], errors[:, chosen == process])
    return np.asarray(errors)


def _of_kernels(family: Doubles, sums: Sums, series: int) -> Doubles:
    """Log likelihood less the constant, of each kernel for the first series, at its best effect not negative."""
    sizes = np.einsum("kl,kl->k", family @ sums.precision, family)
    seen = sizes > 1e-9 * max(float(np.trace(sums.precision)) / KERNEL_WEEKS, 1e-300)
    pulls, squares = sums.pulls[:, :series], sums.squares[:series]
    toward = np.maximum(family @ pulls, 0.0) * np.where(seen, 1 / np.sqrt(np.where(seen, sizes, 1.0)), 0.0)[:, None]
    return np.asarray(-0.5 * sums.free * np.log(np.maximum(squares - toward**2, 1e-12 * squares)))


def _of_leads(sums: Sums) -> tuple[Doubles, Doubles]:
    """Log likelihoods without and with leads, whatever the own lags may have caused beside them."""
    half = 0.5 * (sums.free - sums.own_columns)
    squares = np.maximum(sums.squares - sums.own_squares, 1e-12 * sums.squares)
    left = np.maximum(squares - sums.lead_squares, 1e-12 * squares)
    return sums.constant - half * np.log(squares), sums.constant - half * np.log(left)
