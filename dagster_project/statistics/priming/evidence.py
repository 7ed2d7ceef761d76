"""What the weekly returns say about each kernel, whatever the autocorrelation: likelihoods and the calibrated test.

For every process of the noise grid the returns are whitened and freed of all that is accounted for; the likelihood of
each kernel of the family is then integrated over the processes. The same is done with returns simulated without any
effect from the processes that the data allow. Holds sums and simulation. Must not hold a verdict.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles, delayed_gammas
from dagster_project.statistics.priming.noise import Noise, noise_over
from dagster_project.statistics.priming.regression import Regression, orthonormal

REPLICATES = 199
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


@dataclass
class _Sums:
    """Log likelihoods, added up over the noise grid: per kernel and series, without effect, with and without leads."""

    kernels: Doubles
    none: Doubles
    leads: Doubles
    no_leads: Doubles


def weigh(regression: Regression, rng: np.random.Generator, replicates: int = REPLICATES) -> Evidence:
    """The evidence of a regression; `replicates` simulated series calibrate the tests."""
    noise = noise_over(len(regression.returns))
    nuisance = regression.nuisance
    bases = [np.linalg.qr(whitener @ nuisance) for whitener in noise.whiteners]
    constants = -0.5 * noise.log_determinants - np.array(
        [np.log(np.abs(np.diag(triangle))).sum() for _, triangle in bases]
    )
    free = len(regression.returns) - nuisance.shape[1]
    no_effect = _likelihoods_without_effect(regression.returns, noise, [basis for basis, _ in bases], constants, free)
    series = np.column_stack([regression.returns, _simulate(noise, _weights(no_effect), rng, replicates)])
    sums = _Sums(*(np.full(shape, -np.inf) for shape in _shapes(replicates + 1)))
    precisions, pulls, found = [], [], []
    for whitener, (basis, _), constant in zip(noise.whiteners, bases, constants, strict=True):
        lags, rest = _freed(whitener @ regression.lags, basis), _freed(whitener @ series, basis)
        squares = np.einsum("ws,ws->s", rest, rest)
        precision, pulls_of_series = lags.T @ lags, lags.T @ rest
        likelihoods = _of_kernels(precision, pulls_of_series, squares, free) + constant
        left = np.exp(-2 / free * (likelihoods[:, 0].max() - constant))  # squares that the best kernel leaves
        precisions.append(precision * free / left)
        pulls.append(pulls_of_series[:, 0] * free / left)
        found.append(np.logaddexp.reduce(likelihoods[:, 0]))
        sums.kernels = np.logaddexp(sums.kernels, likelihoods)
        sums.none = np.logaddexp(sums.none, constant - 0.5 * free * np.log(squares))
        without, with_leads = _of_leads(regression, whitener, basis, rest)
        sums.no_leads = np.logaddexp(sums.no_leads, constant + without)
        sums.leads = np.logaddexp(sums.leads, constant + with_leads)
    weights = _weights(np.array(found))
    statistics = np.logaddexp.reduce(sums.kernels, axis=0) - sums.none
    leads = sums.leads - sums.no_leads
    return Evidence(
        sums.kernels[:, 0],
        np.einsum("g,gij->ij", weights, np.array(precisions)),
        weights @ np.array(pulls),
        int(weights.argmax()),
        tail_probability(statistics[0], statistics[1:]),
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


def _shapes(series: int) -> list[tuple[int, ...]]:
    return [(len(delayed_gammas()), series), (series,), (series,), (series,)]


def _weights(log_likelihoods: Doubles) -> Doubles:
    weights = np.exp(log_likelihoods - log_likelihoods.max())
    return np.asarray(weights / weights.sum())


def _freed(columns: Doubles, basis: Doubles) -> Doubles:
    return np.asarray(columns - basis @ (basis.T @ columns))


def _likelihoods_without_effect(
    returns: Doubles, noise: Noise, bases: list[Doubles], constants: Doubles, free: int
) -> Doubles:
    rests = [_freed(whitener @ returns, basis) for whitener, basis in zip(noise.whiteners, bases, strict=True)]
    return constants - 0.5 * free * np.log([float(rest @ rest) for rest in rests])


def _simulate(noise: Noise, weights: Doubles, rng: np.random.Generator, replicates: int) -> Doubles:
    """Errors of processes drawn by their weights, week × replicate; level and size do not matter to the tests."""
    chosen: NDArray[np.int64] = rng.choice(len(weights), replicates, p=weights)
    errors = rng.normal(size=(noise.factors.shape[1], replicates))
    for process in np.unique(chosen):
        errors[:, chosen == process] = noise.factors[process] @ errors[:, chosen == process]
    return np.asarray(errors)


def _of_kernels(precision: Doubles, pulls: Doubles, squares: Doubles, free: int) -> Doubles:
    """Log likelihood of each kernel (rows) for each series, at its best effect that is not negative."""
    family = delayed_gammas()
    sizes = np.einsum("kl,kl->k", family @ precision, family)
    seen = sizes > 1e-9 * max(float(np.trace(precision)) / KERNEL_WEEKS, 1e-300)
    gains = np.where(seen[:, None], np.maximum(family @ pulls, 0.0) ** 2 / np.where(seen, sizes, 1.0)[:, None], 0.0)
    return np.asarray(-0.5 * free * np.log(np.maximum(squares - gains, 1e-12 * squares)))


def _of_leads(regression: Regression, whitener: Doubles, basis: Doubles, rest: Doubles) -> tuple[Doubles, Doubles]:
    """Log likelihoods without and with leads, whatever the own lags may have caused beside them."""
    own = orthonormal(_freed(whitener @ regression.own, basis))
    leads = orthonormal(_freed(_freed(whitener @ regression.leads, basis), own))
    unexplained = _freed(rest, own)
    free = len(rest) - basis.shape[1] - own.shape[1]
    squares = np.einsum("ws,ws->s", unexplained, unexplained)
    gains = ((leads.T @ unexplained) ** 2).sum(axis=0)
    return -0.5 * free * np.log(squares), -0.5 * free * np.log(np.maximum(squares - gains, 1e-12 * squares))
