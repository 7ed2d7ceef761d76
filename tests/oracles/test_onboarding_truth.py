"""What onboarding saved, against simulated customers of whom it is known when they would have left without it.

Drawn shard by shard without files: the estimate sees what a mart would, the truth comes from each customer's threshold.
"""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from dagster_project.simulation import names
from dagster_project.simulation.clock import Clock
from dagster_project.simulation.customers.effects import OnboardingEffects, TroughEffects
from dagster_project.simulation.customers.signups import ONBOARDINGS, draw_offers, draw_sign_ups
from dagster_project.simulation.effects import RecordingEffects
from dagster_project.simulation.market import Market, draw_market
from dagster_project.statistics.onboarding import Saving, SignUps, estimate_saving, judge_saving

CLOCK = Clock(date(2022, 1, 1), date(2025, 6, 30))
DEEP = TroughEffects(signed_up=0.95, weekly_loss=0.006, trough_loss=0.07, silent=0.4)
REGIONAL = OnboardingEffects(offered_to="random_regions", accepted=0.9)
FOLLOWED = 182
SEEDS = range(12)


@pytest.fixture(scope="module")
def market() -> Market:
    return draw_market(np.random.default_rng(1), 15_000, 0, CLOCK.days, RecordingEffects())


def drawn(market: Market, onboarding: OnboardingEffects, seed: int) -> tuple[list[SignUps], dict[str, float]]:
    """Sign-ups as counted by the mart, and the customers whom each kind truly saved."""
    offers = draw_offers(np.random.default_rng((seed, 1)), onboarding, CLOCK)
    signed = draw_sign_ups(np.random.default_rng((seed, 2)), market, offers, (DEEP, onboarding), CLOCK)
    end = signed.day + FOLLOWED
    is_followed = end <= CLOCK.days
    is_kept, would_be_kept = signed.left_day >= end, signed.left_without_day >= end
    cells: dict[tuple[date, str, str, str], Counter[str]] = {}
    for place, contact in enumerate(signed.contact.tolist()):
        month = CLOCK.date_of(int(signed.day[place])).replace(day=1)
        region = names.REGIONS[int(market.region[contact])]
        kinds = (ONBOARDINGS[int(signed.offered[place])], ONBOARDINGS[int(signed.received[place])])
        cell = cells.setdefault((month, region, *kinds), Counter())
        cell["customers"] += 1
        cell["followed"] += int(is_followed[place])
        cell["kept"] += int(is_followed[place] and is_kept[place])
    saved = {
        kind: float((is_kept & ~would_be_kept & is_followed & (signed.offered == number)).sum())
        for number, kind in enumerate(ONBOARDINGS)
    }
    return [
        SignUps(*key, cell["customers"], cell["followed"], cell["kept"]) for key, cell in sorted(cells.items())
    ], saved


def offered(sign_ups: list[SignUps], kind: str) -> int:
    return sum(each.followed for each in sign_ups if each.offered == kind)


def trained(market: Market, onboarding: OnboardingEffects) -> list[tuple[Saving, float]]:
    """Estimates for trained onboarding and the shares truly saved, over the seeds."""
    found = []
    for seed in SEEDS:
        sign_ups, saved = drawn(market, onboarding, seed)
        found.append((estimate_saving(sign_ups, "trained"), saved["trained"] / offered(sign_ups, "trained")))
    return found


def test_the_interval_holds_whom_an_onboarding_saved(market: Market) -> None:
    found = trained(market, OnboardingEffects(offered_to="random_regions", accepted=0.9, cheap=0.15, trained=0.5))
    told = [(saving.share, truth) for saving, truth in found if saving.share]
    assert len(told) == len(found)
    # 95 % limits miss two of twelve or more in one of nine draws, three in one of fifty.
    assert sum(not share.low <= truth <= share.high for share, truth in told) <= 2
    # Halved losses save about a sixth of those offered; a fiftieth pays for itself.
    assert sum(judge_saving(saving, 0.02)[0] == "pays" for saving, _ in found) >= 8
    assert all(judge_saving(saving, 0.02)[0] != "does_not_pay" for saving, _ in found)


def test_an_onboarding_that_does_nothing_is_not_said_to_pay(market: Market) -> None:
    found = trained(market, REGIONAL)
    assert all(truth == 0 for _, truth in found)
    assert sum(judge_saving(saving, 0.02)[0] == "pays" for saving, _ in found) <= 1


def test_where_everybody_chooses_nothing_can_be_told_but_bounds(market: Market) -> None:
    choosing = OnboardingEffects(offered_to="everybody", accepted=0.5, motivation=1.0)
    for seed in SEEDS[:3]:
        sign_ups, saved = drawn(market, choosing, seed)
        saving = estimate_saving(sign_ups, "trained")
        assert judge_saving(saving, 0.02)[0] == "cannot_tell"
        # Nobody was saved; those who chose it were lost less often all the same.
        assert saved["trained"] == 0
        assert saving.bounds is not None
        assert saving.bounds[0] == 0 < saving.bounds[1]
