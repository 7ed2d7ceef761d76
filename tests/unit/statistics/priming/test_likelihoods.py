"""Sums of a regression over several panels, against the same regression written out with a column for each panel."""

import numpy as np
import pytest

from dagster_project.statistics.priming.likelihoods import columns_of, sums_of
from dagster_project.statistics.priming.noise import PROCESSES, correlation, noise_over
from dagster_project.statistics.priming.regression import Regression

WEEKS, SERIES = 30, 3


def regression_of(panels: int) -> Regression:
    rng = np.random.default_rng(panels)

    def drawn(columns: int) -> np.ndarray:
        return rng.normal(size=(panels * WEEKS, columns))

    baseline = np.column_stack([np.ones(WEEKS), np.arange(WEEKS) / WEEKS])
    lags, phone = drawn(4), drawn(2)
    # Other channels whose columns depend on each other and on the baseline: they count once.
    others = {"phone": np.column_stack([phone, phone.sum(axis=1), np.ones(len(phone))])}
    nothing = np.zeros((panels * WEEKS, 0))
    return Regression(drawn(1)[:, 0], baseline, others, nothing, lags, lags[:, :2], drawn(3), 1.0, panels)


@pytest.mark.parametrize("panels", [1, 4, 20], ids=["one", "few", "more than columns"])
@pytest.mark.parametrize("process", [0, 9, 30])
def test_panels_with_weights_of_their_own_give_what_a_column_for_each_gives(panels: int, process: int) -> None:
    regression = regression_of(panels)
    series = np.random.default_rng(7).normal(size=(panels * WEEKS, SERIES)) + 5

    sums = list(sums_of(columns_of(regression), noise_over(WEEKS), series))[process]

    precision = np.linalg.inv(np.kron(np.eye(panels), correlation(PROCESSES[process], WEEKS)))
    known = np.column_stack([np.kron(np.eye(panels), regression.baseline), regression.others["phone"][:, :2]])
    left = beside(precision, known)
    own = beside(precision, np.column_stack([known, regression.own]))
    all_ = beside(precision, np.column_stack([known, regression.own, regression.leads]))
    assert sums.free == panels * WEEKS - 2 * panels - 2
    assert sums.squares == pytest.approx(np.diag(series.T @ left @ series))
    assert sums.precision == pytest.approx(regression.lags.T @ left @ regression.lags, abs=1e-9)
    assert sums.pulls == pytest.approx(regression.lags.T @ left @ series, abs=1e-9)
    assert sums.own_columns == 2
    assert sums.own_squares == pytest.approx(np.diag(series.T @ (left - own) @ series), abs=1e-9)
    assert sums.lead_squares == pytest.approx(np.diag(series.T @ (own - all_) @ series), abs=1e-9)


def beside(precision: np.ndarray, known: np.ndarray) -> np.ndarray:
    """What generalised least squares leaves of a series beside `known`, as a quadratic form."""
    weighed = precision @ known
    return precision - weighed @ np.linalg.solve(known.T @ weighed, weighed.T)


def test_processes_differ_by_the_restricted_likelihood() -> None:
    regression = regression_of(2)
    basis = np.linalg.qr(np.column_stack([np.kron(np.eye(2), regression.baseline), regression.others["phone"][:, :2]]))[
        0
    ]

    constants = np.array(
        [each.constant for each in sums_of(columns_of(regression), noise_over(WEEKS), np.ones((60, 1)))]
    )

    for process in (5, 20):
        covariance = np.kron(np.eye(2), correlation(PROCESSES[process], WEEKS))
        # Patterson and Thompson (1971): -½ log |V| - ½ log |X' V⁻¹ X|, which is nothing for white noise.
        expected = -0.5 * sum(
            np.linalg.slogdet(each)[1] for each in (covariance, basis.T @ np.linalg.solve(covariance, basis))
        )
        assert constants[process] - constants[0] == pytest.approx(expected)
