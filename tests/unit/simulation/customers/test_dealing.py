import numpy as np
import pytest

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.dealing import STAGES, Progress, move
from dagster_project.simulation.customers.effects import DealEffects
from dagster_project.simulation.market import NEVER
from dagster_project.simulation.trade import LOST, OPEN, WON, Deals

SIZE = 4_000


@pytest.fixture
def deals() -> Deals:
    zeros = np.zeros(SIZE, dtype=np.int64)
    created = np.arange(SIZE) % 300 * DAY + 9 * 3600
    return Deals(zeros, zeros, zeros, created, zeros, zeros, zeros, zeros, zeros, zeros > 0, zeros)


def _moved(deals, clock, effects):
    return move(np.random.default_rng(4), deals, effects, clock)


def test_deals_that_pass_every_stage_are_won_on_the_day_first_expected(deals, clock):
    moved, progress = _moved(deals, clock, DealEffects(passed_on=(1.0, 1.0, 1.0, 1.0)))
    inside = moved.outcome != OPEN
    assert inside.mean() > 0.99
    assert (moved.outcome[inside] == WON).all()
    assert (moved.closed[inside] // DAY == progress.expected_day[inside]).all()
    assert (np.diff(progress.entered, axis=1) > 0).all()


def test_deals_that_pass_no_stage_are_lost_in_the_first(deals, clock):
    moved, progress = _moved(deals, clock, DealEffects(passed_on=(0.0, 1.0, 1.0, 1.0), to_competitor=1.0))
    assert (moved.outcome == LOST).all()
    assert (progress.entered[:, 1:] == NEVER * DAY).all()
    assert (progress.lost_to >= 0).all()


def test_stages_are_passed_with_their_probabilities(deals, clock):
    _, progress = _moved(deals, clock, DealEffects(passed_on=(0.8, 0.5, 1.0, 1.0)))
    reached = (progress.entered < NEVER * DAY).sum(axis=0)
    # 4,000 and about 3,200 deals: standard errors of 0.006 and 0.009.
    assert reached[1] / reached[0] == pytest.approx(0.8, abs=0.03)
    assert reached[2] / reached[1] == pytest.approx(0.5, abs=0.04)


def test_late_deals_close_after_the_day_first_expected(deals, clock):
    effects = DealEffects(passed_on=(1.0, 1.0, 1.0, 1.0), slipped=1.0, slip_days=20.0)
    moved, progress = _moved(deals, clock, effects)
    slip = moved.closed // DAY - progress.expected_day
    assert slip.min() >= 1
    assert np.median(slip) == pytest.approx(20, abs=2)


def test_an_event_known_from_the_start_wins_and_keeps_the_date(deals, clock):
    effects = DealEffects(passed_on=(1.0, 1.0, 1.0, 0.0), with_event=0.5, event_wins=1.0, slipped=1.0)
    moved, progress = _moved(deals, clock, effects)
    closed = moved.outcome != OPEN
    assert ((moved.outcome == WON) == progress.has_event)[closed].all()
    on_time = moved.closed // DAY == progress.expected_day
    assert (on_time == progress.has_event)[closed].all()


def test_an_event_noted_after_winning_changes_nothing(deals, clock):
    effects = DealEffects(with_event=0.5, event_wins=0.5, slipped=0.5, event_noted="after_winning")
    with_events, _ = _moved(deals, clock, effects)
    without, _ = _moved(deals, clock, DealEffects(slipped=0.5))
    assert (with_events.outcome == without.outcome).all()
    assert (with_events.closed == without.closed).all()


def test_an_expected_day_that_passes_is_postponed_by_thirty_days():
    progress = Progress(
        np.array([[0, 10 * DAY, NEVER * DAY, NEVER * DAY]]), np.array([100]), np.array([NEVER]), np.array([False]),
        np.array([-1]),
    )  # fmt: skip
    expected = {day: progress.expected_on(0, day) for day in (5, 99, 100, 129, 130)}
    assert expected == {5: 100, 99: 100, 100: 130, 129: 130, 130: 160}
    assert [progress.stage_on(0, day) for day in (0, 9, 10)] == [0, 0, 1]
    assert len(STAGES) == 4
