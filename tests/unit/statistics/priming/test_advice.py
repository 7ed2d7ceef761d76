"""Advice and plans by hand: a kernel of three weeks, ten references of one return in a hundred outflows."""

import numpy as np
import pytest

from dagster_project.statistics.priming.advice import Plan, Reference, advise, plan_outflows

KERNEL = np.array([0.0, 0.5, 0.5])
REFERENCES = [Reference(1000, 10)] * 10


def test_before_three_returns_are_to_be_expected_the_week_is_named() -> None:
    # 100 a week: after 2 weeks 50 outflows are ripe, after 3 weeks 150, after 4 weeks 250, after 5 weeks 350.
    advice = advise(np.full(2, 100.0), 0, KERNEL, REFERENCES)

    assert (advice.advice, advice.judge_in_week) == ("judge in week", 5)
    assert advice.expected == pytest.approx(0.5)


# Expected 4.5 after 6 weeks: Poisson(4.5) is at most 1 in 6.1 % of cases, 0 in 1.1 %.
@pytest.mark.parametrize(("returns", "advised"), [(0, "stop"), (1, "keep"), (5, "keep")])
def test_stopping_is_advised_only_below_one_in_forty(returns: int, advised: str) -> None:
    advice = advise(np.full(6, 100.0), returns, KERNEL, REFERENCES)

    assert advice.expected == pytest.approx(4.5)
    assert advice.advice == advised


def test_nine_references_are_too_few() -> None:
    assert advise(np.full(9, 100.0), 0, KERNEL, REFERENCES[:9]).advice == "cannot_tell"


def test_outflows_that_bring_nothing_are_never_judged() -> None:
    nothing = [Reference(1000, 0)] * 10

    assert advise(np.full(5, 100.0), 0, KERNEL, nothing).advice == "cannot_tell"


def test_good_series_are_seldom_stopped() -> None:
    rng = np.random.default_rng(3)
    ripe = np.convolve(np.full(12, 100.0), np.array([0.0, 0.5, 0.5]))[:12].sum()

    stopped = [advise(np.full(12, 100.0), rng.poisson(ripe * 0.01), KERNEL, REFERENCES).advice for _ in range(400)]

    assert stopped.count("stop") <= 0.05 * 400


def test_a_plan_divides_the_wish_by_what_has_arrived() -> None:
    draws = np.tile(0.02 * KERNEL, (50, 1))

    assert plan_outflows(draws, 10, by_week=2) == Plan(
        pytest.approx(1000), pytest.approx(1000), pytest.approx(1000), None
    )
    assert plan_outflows(draws, 10, by_week=30) == Plan(
        pytest.approx(500), pytest.approx(500), pytest.approx(500), None
    )
    assert plan_outflows(draws, 10, by_week=1) is None  # nothing can have come by then
    reachable, out_of_reach = (plan_outflows(draws, 10, 30, affordable) for affordable in (600, 400))
    assert reachable is not None and out_of_reach is not None
    assert (reachable.earliest_week, out_of_reach.earliest_week) == (3, None)
