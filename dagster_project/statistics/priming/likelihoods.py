"""The sums that likelihoods need, process by process of the noise grid: what is left of series, what columns explain.

Series are hundreds (the returns and all that are simulated) of up to tens of thousands of rows (weeks of many panels).
So no series is freed of anything: columns and series are multiplied, and what is left follows from their products.
Holds sums. Must neither draw a series nor weigh a process.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dagster_project.statistics.priming.accounted import Accounted, left_of, sizes_of
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.noise import Noise
from dagster_project.statistics.priming.regression import Regression


@dataclass(frozen=True)
class Sums:
    """Of one process, whitened, beside all that is accounted for.

    `constant` is the part of the log likelihood that is the same for all kernels and series, `free` its degrees of
    freedom; `squares` what is left of each series; `precision` (lag × lag) and `pulls` (lag × series) of the lags;
    `own_squares` what `own_columns` for own lags of any effect explain of each series, `lead_squares` what leads
    explain beside those.
    """

    constant: float
    free: int
    squares: Doubles
    precision: Doubles
    pulls: Doubles
    own_columns: int
    own_squares: Doubles
    lead_squares: Doubles

    @property
    def without_effect(self) -> Doubles:
        """Log likelihood of each series without effect."""
        return np.asarray(self.constant - 0.5 * self.free * np.log(self.squares))


@dataclass(frozen=True)
class Columns:
    """All columns of a regression side by side, freed of what is accounted for, so that their products lose no digits.

    In their order: a basis of what is accounted for and shared by all panels, one of own lags, one of leads beside
    them, and the lags themselves. `parts` counts the first three.
    """

    matrix: Doubles
    parts: tuple[int, int, int]
    accounted: Accounted
    regression: Regression

    def alone(self) -> "Columns":
        """Only what is accounted for."""
        shared = self.parts[0]
        return replace(self, matrix=self.matrix[:, :shared], parts=(shared, 0, 0))


def columns_of(regression: Regression) -> Columns:
    """The columns of a regression; directions that are hardly left beside the others are left out."""
    accounted = regression.accounted
    own = left_of(accounted.freed(regression.own), sizes_of(regression.own))
    ahead = accounted.freed(regression.leads)
    leads = left_of(ahead - own @ (own.T @ ahead), sizes_of(regression.leads))
    bases = (accounted.shared, own, leads)
    matrix = np.concatenate([*bases, accounted.freed(regression.lags)], axis=1)
    shared, owned, led = (each.shape[1] for each in bases)
    return Columns(matrix, (shared, owned, led), accounted, regression)


def sums_of(columns: Columns, noise: Noise, series: Doubles) -> Iterator[Sums]:
    """The sums of each process in the order of the grid; `series` are row × series, of any level."""
    accounted, weeks = columns.accounted, columns.regression.weeks
    panels, width = accounted.panels, columns.matrix.shape[1]
    by_week = _weeks_first(np.concatenate([columns.matrix, accounted.freed(series)], axis=1), panels)
    for rotation, processes in noise.by_rotation():
        each = rotation @ accounted.each
        turned = _Turned.of((rotation @ by_week).reshape(weeks, panels, -1), width)
        for process in processes:
            weights = noise.deviations[process] ** -2
            basis, triangle = np.linalg.qr(np.sqrt(weights)[:, None] * each)
            products, squares = turned.beside(np.sqrt(weights)[:, None] * basis, weights)
            of_panel = 0.5 * float(noise.log_determinants[process]) + _log_size(triangle)
            yield _sums(columns, products, squares, -panels * of_panel)


@dataclass(frozen=True)
class _Turned:
    """Columns and series, week × panel × column, in the principal directions of one autocorrelation.

    There a process weighs what were weeks, and no more. With many panels the products are therefore summed over them
    once, for all processes: `by_direction`, None where there are few.
    """

    rows: Doubles
    width: int
    lengths: Doubles
    by_direction: Doubles | None

    @staticmethod
    def of(rows: Doubles, width: int) -> "_Turned":
        series = rows[:, :, width:]
        is_worth_while = rows.shape[1] > width
        products = rows[:, :, :width].transpose(0, 2, 1) @ rows if is_worth_while else None
        return _Turned(rows, width, np.einsum("wps,wps->ws", series, series), products)

    def beside(self, basis: Doubles, weights: Doubles) -> tuple[Doubles, Doubles]:
        """Products of columns with columns and series, and squares of series, less what a basis explains by panel."""
        weeks, panels, _ = self.rows.shape
        by_panel = (basis.T @ self.rows.reshape(weeks, -1)).reshape(basis.shape[1] * panels, -1)
        columns, series = by_panel[:, : self.width], by_panel[:, self.width :]
        return self._products(weights) - columns.T @ by_panel, weights @ self.lengths - _squares(series)

    def _products(self, weights: Doubles) -> Doubles:
        if self.by_direction is not None:
            return np.asarray(np.tensordot(weights, self.by_direction, axes=1))
        rows = self.rows.reshape(-1, self.rows.shape[2])
        return np.asarray((np.repeat(weights, self.rows.shape[1])[:, None] * rows[:, : self.width]).T @ rows)


def _sums(columns: Columns, products: Doubles, squares: Doubles, constant: float) -> Sums:
    """From the products of the columns with themselves and with the series, beside the baseline of each panel."""
    shared, owned, led = columns.parts
    bases, width = shared + owned + led, columns.matrix.shape[1]
    lower = np.asarray(np.linalg.cholesky(products[:bases, :bases]))
    by_basis = np.linalg.solve(lower, products[:bases, bases:])
    by_shared, by_own, by_leads = np.split(by_basis, (shared, shared + owned))
    lags = width - bases
    left = products[bases:, bases:] - by_shared[:, :lags].T @ by_shared
    return Sums(
        constant - _log_size(lower[:shared, :shared]),
        len(columns.matrix) - columns.accounted.columns,
        squares - _squares(by_shared[:, lags:]),
        left[:, :lags],
        left[:, lags:],
        owned,
        _squares(by_own[:, lags:]),
        _squares(by_leads[:, lags:]),
    )


def _weeks_first(rows: Doubles, panels: int) -> Doubles:
    """Panel by panel as week × (panel and column), so that one product turns all panels."""
    apart = rows.reshape(panels, -1, rows.shape[1]).transpose(1, 0, 2)
    return np.asarray(apart.reshape(len(rows) // panels, -1))


def _log_size(triangle: Doubles) -> float:
    return float(np.log(np.abs(np.diag(triangle))).sum())


def _squares(products: Doubles) -> Doubles:
    return np.asarray(np.einsum("cs,cs->s", products, products))
