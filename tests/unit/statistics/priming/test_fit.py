"""Verdicts on markets that are made by hand, and on those in which nothing can be known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dagster_project.statistics.priming.fit import fit_channel
from dagster_project.statistics.priming.kernels import delayed_geometric_kernel, geometric_kernel, spread
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.verdicts import Judgement, judge

WEEKS = 182


def judged(weekly: Weekly, channel: str = "email") -> Judgement:
    finding = fit_channel(weekly, channel)
    return judge(finding, finding.evidence.p_value if finding.evidence else 1.0)


def blocks(seed: int, length: int = 9) -> np.ndarray:
    on = np.random.default_rng(seed).integers(0, 2, WEEKS // length + 1)
    return np.repeat(on, length)[:WEEKS] * 200.0


def market(effect: np.ndarray, sends: dict[str, np.ndarray], seed: int = 3, base: float = 30.0) -> Weekly:
    returns = np.random.default_rng(seed).poisson(base + effect).astype(np.float64)
    return Weekly(date(2022, 1, 3), returns, sends, np.zeros(WEEKS), {})


def test_a_delayed_effect_primes_and_an_undelayed_one_is_immediate() -> None:
    sends = blocks(1)
    late = market(spread(sends, delayed_geometric_kernel(0.7, 8, 27)) / 10, {"email": sends})
    soon = market(spread(sends, geometric_kernel(0.3, 27)) / 10, {"email": sends})

    assert judged(late) == Judgement("primes", True, None, True)
    assert judged(soon) == Judgement("immediate", True, None, True)


def test_no_effect_is_said_only_where_one_worth_having_is_ruled_out() -> None:
    sends = blocks(2)

    assert judged(market(np.zeros(WEEKS), {"email": sends}, base=400.0)).verdict == "no_effect"
    assert judged(market(np.zeros(WEEKS), {"email": sends}, base=3.0)).cause == "too weak to tell"


@pytest.mark.parametrize(
    ("sends", "cause"),
    [
        (np.full(WEEKS, 200.0), "sends hardly vary"),
        (np.where(np.arange(WEEKS) < 90, 0.0, 200.0), "one start"),
        (np.where((np.arange(WEEKS) % 52.18) < 6, 200.0, 0.0), "timed with the season"),
        (np.where(np.arange(WEEKS) == 100, 5000.0, 0.0), "one start"),
        (np.zeros(WEEKS), "no outflows"),
    ],
    ids=["always", "one start", "each spring", "sent once", "never"],
)
def test_what_a_schedule_cannot_show_is_named(sends: np.ndarray, cause: str) -> None:
    effect = spread(sends, delayed_geometric_kernel(0.7, 6, 27)) / 10

    assert judged(market(effect, {"email": sends})) == Judgement("cannot_tell", None, cause, False)


def test_two_channels_sent_together_name_each_other() -> None:
    sends = blocks(4)
    together = market(spread(sends, geometric_kernel(0.5, 27)) / 10, {"email": sends, "phone": sends / 4})

    assert judged(together, "email").cause == "moves with phone"
    assert judged(together, "phone").cause == "moves with email"


def test_three_months_are_too_short_and_silence_is_no_return() -> None:
    sends = blocks(5)
    weekly = market(np.zeros(WEEKS), {"email": sends})
    short = Weekly(weekly.first_monday, weekly.returns[:13], {"email": sends[:13]}, np.zeros(13), {})

    assert judged(short).cause == "too short"
    assert judged(replace(weekly, returns=np.zeros(WEEKS))).cause == "no returns"


@pytest.mark.parametrize(
    ("weeks", "sending", "cause"),
    [
        # Two years with one start and two ends: what may follow those leaves no week by which to tell anything.
        (104, (*range(26, 40), *range(46, 90)), "too short"),
        # Sent in the last weeks only: what may follow the start is all that the outflows vary by.
        (130, (*range(118, 122), *range(123, 127)), "one start"),
        # A quarter of a century of which the last year holds everything: the other weeks tell nothing.
        (1300, tuple(range(1222, 1300, 2)), "too short"),
    ],
    ids=["used up", "nothing of its own", "empty decades"],
)
def test_few_weeks_that_many_things_may_account_for_tell_nothing(
    weeks: int, sending: tuple[int, ...], cause: str
) -> None:
    chance = np.random.default_rng(5)
    last = np.arange(weeks) >= weeks - 78
    sends = {
        "email": np.isin(np.arange(weeks), sending) * chance.integers(1, 20, weeks).astype(np.float64),
        **{name: last * chance.integers(0, 9, weeks).astype(np.float64) for name in ("letter", "newsletter", "phone")},
    }
    weekly = Weekly(date(2000, 1, 3), last * chance.poisson(0.9, weeks).astype(np.float64), sends, np.zeros(weeks), {})

    for channel in sends:
        finding = fit_channel(weekly, channel)
        assert finding.effect is None or all(map(np.isfinite, (finding.effect.low, finding.effect.high)))
    assert judged(weekly).cause == cause


def test_equal_data_give_equal_results() -> None:
    weekly = market(np.zeros(WEEKS), {"email": blocks(6)})

    first, second = fit_channel(weekly, "email", "all"), fit_channel(weekly, "email", "all")

    assert first.effect == second.effect
    assert first.evidence is not None and second.evidence is not None
    assert first.evidence.p_value == second.evidence.p_value
