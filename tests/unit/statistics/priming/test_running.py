"""Advice on what runs now, by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.running import (
    Campaign,
    Spell,
    advise_campaign,
    advise_channel,
    returns_at_stake,
    running_spell,
)
from dagster_project.statistics.priming.segments import Judged, Segment
from dagster_project.statistics.priming.shape import Shape
from dagster_project.statistics.priming.verdicts import Judgement


def judged(verdict: str, has_effect: bool | None) -> Judged:
    weekly = Weekly(date(2024, 1, 1), np.ones(130), {"email": np.ones(130)}, np.zeros(130), {})
    finding = Finding(130, 10.0, 100.0, None)
    return Judged(
        Segment("channel", "email", "email", weekly, 0),
        finding,
        0.5,
        Judgement(verdict, has_effect, "one start", False),
    )


def test_a_spell_runs_until_it_is_silent_for_longer_than_its_pauses() -> None:
    sends = np.zeros(60)
    sends[10:50:2] = 20.0  # every other week, last in week 48; 11 silent weeks are more than three gaps of two

    assert running_spell(sends) is None
    assert running_spell(sends[:55]) == Spell(10, 45, pytest.approx(160 / 15))
    assert running_spell(np.zeros(9)) is None


def test_going_on_for_26_weeks_brings_what_arrives_in_them() -> None:
    # 100 outflows a week bring 2 returns, all after 6 weeks: of 26 weeks of sending, those of the first 20 arrive.
    draws = np.zeros((40, KERNEL_WEEKS))
    draws[:, 6] = 2.0
    nothing = np.zeros(5)
    shape = Shape(draws[0], draws[0], draws[0], nothing, nothing, nothing, draws)

    stake = returns_at_stake(replace(judged("primes", True).finding, shape=shape), 50, 100)

    assert stake == Estimate(pytest.approx(20), pytest.approx(20), pytest.approx(20))
    assert returns_at_stake(judged("primes", True).finding, 50, 100) is None


@pytest.mark.parametrize(
    ("verdict", "has_effect", "weeks", "net", "advised"),
    [
        ("primes", True, 3, None, "keep"),
        ("primes", True, 90, Estimate(5, -4, 20), "keep"),
        ("primes", True, 90, Estimate(-5, -9, -1), "cannot_tell"),
        ("cannot_tell", None, 3, None, "judge in week"),
    ],
)
def test_a_channel_is_kept_if_it_works_and_young_ones_wait(
    verdict: str, has_effect: bool | None, weeks: int, net: Estimate | None, advised: str
) -> None:
    one = judged(verdict, has_effect)

    advice = advise_channel(one, one if has_effect else None, Spell(0, weeks, 10.0), 11.2, net)

    assert advice.advice == advised
    assert advice.judge_in_week == (12 if advised == "judge in week" else None)


def campaign(returns: float) -> Campaign:
    came = np.zeros(KERNEL_WEEKS)
    came[2] = returns
    return Campaign(np.array([100.0, 0, 0, 0]), came)


def test_campaigns_that_differ_widely_are_stopped_less_easily() -> None:
    alike, unlike = [campaign(6)] * 12, [campaign(0), campaign(12)] * 6

    # Poisson(6) is at most 2 in 6.2 % of cases, at most 1 in 1.7 %.
    assert advise_campaign(campaign(2), alike).advice == "keep"
    assert advise_campaign(campaign(1), alike).advice == "stop"
    assert advise_campaign(campaign(0), unlike).advice == "keep"
