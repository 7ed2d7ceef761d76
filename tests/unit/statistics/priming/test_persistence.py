"""Outflows that act from the first week of a spell on, and outflows that need eight weeks."""

from datetime import date

import numpy as np
import pytest

from dagster_project.statistics.priming.fit import fit_channel
from dagster_project.statistics.priming.kernels import delayed_geometric_kernel, spread
from dagster_project.statistics.priming.persistence import by_age
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.segments import Judged, Segment
from dagster_project.statistics.priming.verdicts import Judgement

KERNEL = delayed_geometric_kernel(0.7, 3, 27)


def market(young: float, old: float) -> Judged:
    """Spells of 18 weeks, 10 weeks apart; an outflow of the first 8 weeks brings `young` returns, a later one `old`."""
    rng = np.random.default_rng(4)
    sends = np.tile(np.repeat([100.0, 0.0], [18, 10]), 9)[:240]
    age = np.tile(np.concatenate([np.arange(1, 19), np.zeros(10)]), 9)[:240]
    returns = rng.poisson(25 + spread(sends * np.where(age > 8, old, young), KERNEL)).astype(np.float64)
    weekly = Weekly(date(2021, 1, 4), returns, {"email": sends}, np.zeros(240), {})
    finding = fit_channel(weekly, "email")
    return Judged(Segment("channel", "email", "email", weekly, 0), finding, 0.0, Judgement("primes", True, None, True))


@pytest.mark.parametrize(
    ("young", "old", "allowed"), [(0.0, 0.3, {"threshold"}), (0.3, 0.3, {"linear", "cannot_tell"})]
)
def test_a_threshold_shows_in_the_first_weeks_of_a_spell(young: float, old: float, allowed: set[str]) -> None:
    found = by_age(market(young, old))

    assert found is not None
    assert found.verdict in allowed
    first, last = found.by_age[0], found.by_age[3]
    assert first is not None and last is not None
    assert first.low <= 1000 * young <= first.high
    assert last.low <= 1000 * old <= last.high


def test_without_an_effect_there_is_nothing_to_part() -> None:
    one = market(0.0, 0.0)

    assert (
        by_age(Judged(one.segment, one.finding, 1.0, Judgement("cannot_tell", None, "too weak to tell", False))) is None
    )
