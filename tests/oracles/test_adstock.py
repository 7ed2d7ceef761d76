"""Adstock on public data whose true carry-over is known, and a delay of seven weeks."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from dagster_project.statistics.priming.fit import fit_channel
from dagster_project.statistics.priming.kernels import (
    Doubles,
    delayed_geometric_kernel,
    geometric_kernel,
    lags_of,
    spread,
)
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.verdicts import judge

FIXTURES = Path(__file__).parents[1] / "fixtures"


def columns_of(name: str) -> dict[str, Doubles]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0] if "date" not in column}


@pytest.mark.parametrize(("channel", "retained"), [("x1", 0.3), ("x2", 0.5)])
def test_adstock_of_four_weeks_is_the_published_column(channel: str, retained: float) -> None:
    columns = columns_of("adstock_columns.csv")

    delayed = spread(columns[channel], geometric_kernel(retained, 4))

    assert np.abs(delayed - columns[f"{channel}_adstock"]).max() < 1e-12


def saturated(delayed: Doubles, steepness: float) -> Doubles:
    return (1 - np.exp(-steepness * delayed)) / (1 + np.exp(-steepness * delayed))


def squares_left(columns: list[Doubles], sales: Doubles) -> float:
    matrix = np.column_stack(columns)
    return float(((sales - matrix @ np.linalg.lstsq(matrix, sales, rcond=None)[0]) ** 2).sum())


def test_least_squares_finds_the_retained_shares_of_the_published_market() -> None:
    market = columns_of("adstock_market.csv")
    waves = [
        wave(2 * np.pi * harmonic * market["dayofyear"] / 365.5) for harmonic in (1, 2) for wave in (np.sin, np.cos)
    ]
    beside = [np.ones(179), market["t"], market["event_1"], market["event_2"], *waves]

    def tried() -> Iterator[tuple[float, float, float]]:
        for first, second in product(np.arange(0.1, 0.61, 0.1), np.arange(0.0, 0.51, 0.1)):
            effects = [
                saturated(spread(market["x1"], geometric_kernel(first, 8)), 4),
                saturated(spread(market["x2"], geometric_kernel(second, 8)), 3),
            ]
            yield squares_left([*beside, *effects], market["y"]), first, second

    # The market was made with 0.4 and 0.2 over eight weeks.
    assert min(tried())[1:] == pytest.approx((0.4, 0.2))


def delayed_market() -> Weekly:
    rng = np.random.default_rng(7)
    sends = np.repeat(rng.integers(0, 2, 30), 8)[:208] * 300.0
    effect = spread(sends, delayed_geometric_kernel(0.8, 7, 20)) / 15
    returns = rng.poisson(20 + effect).astype(np.float64)
    return Weekly(date(2022, 1, 3), returns, {"letter": sends}, np.zeros(208), {})


def share_explained(weekly: Weekly, kernel: Doubles) -> float:
    columns = [np.ones(208 - 26), spread(weekly.sends["letter"], kernel)[26:]]
    returns = weekly.returns[26:]
    return 1 - squares_left(columns, returns) / float(((returns - returns.mean()) ** 2).sum())


def test_a_delay_of_seven_weeks_is_found_where_the_delay_is_a_parameter() -> None:
    weekly = delayed_market()

    fits = {delay: share_explained(weekly, delayed_geometric_kernel(0.8, delay, 20)) for delay in np.arange(0, 13, 0.5)}
    undelayed = max(share_explained(weekly, geometric_kernel(share, 8)) for share in np.arange(0.1, 0.96, 0.05))

    assert max(fits, key=lambda delay: fits[delay]) == 7.0
    assert max(fits.values()) > undelayed + 0.15


def test_the_lag_fit_finds_the_same_delay_with_the_truth_inside_its_limits() -> None:
    weekly = delayed_market()
    truth = lags_of(delayed_geometric_kernel(0.8, 7, 27))

    finding = fit_channel(weekly, "letter")

    assert finding.evidence is not None and finding.shape is not None and finding.effect is not None
    assert judge(finding, finding.evidence.p_value).verdict == "primes"
    lags = lags_of(finding.shape.kernel)
    assert abs(lags.peak - 7) <= 1
    for at, value in enumerate((truth.onset, truth.half, truth.steady, truth.peak, truth.mean)):
        # Five limits of 90 % at once: a quarter of a week of grace.
        assert finding.shape.low[at] - 0.25 <= value <= finding.shape.high[at] + 0.25
    assert finding.effect.low <= 1000 / 15 <= finding.effect.high
