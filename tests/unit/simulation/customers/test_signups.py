from dataclasses import replace

import numpy as np
import pytest

from dagster_project.simulation.customers.effects import OnboardingEffects, TroughEffects
from dagster_project.simulation.customers.signups import NONE, TRAINED, draw_offers, draw_sign_ups, weekly_losses
from dagster_project.simulation.market import NEVER

DEEP = TroughEffects(signed_up=1.0, weekly_loss=0.01, trough_loss=0.08, bottom_week=3, trough_weeks=7, silent=0.5)
TO_ALL = OnboardingEffects(offered_to="everybody", accepted=0.5)


def _sign_ups(market, clock, trough=DEEP, onboarding=TO_ALL):
    offers = draw_offers(np.random.default_rng(2), onboarding, clock)
    return draw_sign_ups(np.random.default_rng(3), market, offers, (trough, onboarding), clock)


def _lost_share(sign_ups, chosen, clock, weeks=10):
    seen = chosen & (sign_ups.day + 7 * weeks <= clock.days)
    return float((sign_ups.left_day < sign_ups.day + 7 * weeks)[seen].mean())


def test_the_trough_deepens_to_its_bottom_week_and_ends():
    # A quarter of the depth in the first of four weeks down, half of it two weeks after the bottom, none from week 7.
    assert weekly_losses(DEEP, 9) == pytest.approx([0.03, 0.05, 0.07, 0.09, 0.07, 0.05, 0.03, 0.01, 0.01])


def test_nobody_signs_up_where_the_switch_is_off(market, clock):
    assert len(_sign_ups(market, clock, TroughEffects()).contact) == 0


def test_each_company_and_each_private_person_signs_up_once(market, clock):
    contact = _sign_ups(market, clock).contact
    companies = market.account[contact]
    assert len(set(contact.tolist())) == len(contact)
    assert np.bincount(companies[companies >= 0]).max() == 1


def test_without_an_effect_nobody_leaves_sooner_or_later_for_an_onboarding(market, clock):
    sign_ups = _sign_ups(market, clock)
    assert (sign_ups.received == TRAINED).sum() > 100
    assert (sign_ups.left_day == sign_ups.left_without_day).all()


def test_without_an_effect_as_many_are_lost_with_each_onboarding(market, clock):
    sign_ups = _sign_ups(market, clock)
    shares = [_lost_share(sign_ups, sign_ups.received == kind, clock) for kind in (NONE, TRAINED)]
    # About 450 and 220 customers of whom a third is lost: a standard error of the difference of 0.04.
    assert shares[0] == pytest.approx(shares[1], abs=0.12)


def test_an_onboarding_that_works_makes_nobody_leave_sooner_and_some_later(market, clock):
    sign_ups = _sign_ups(market, clock, onboarding=replace(TO_ALL, trained=0.5))
    trained = sign_ups.received == TRAINED
    assert (sign_ups.left_day >= sign_ups.left_without_day).all()
    assert (sign_ups.left_day > sign_ups.left_without_day)[trained].mean() > 0.1
    assert (sign_ups.left_day == sign_ups.left_without_day)[~trained].all()


def test_the_keen_choose_an_onboarding_that_does_nothing(market, clock):
    sign_ups = _sign_ups(market, clock, onboarding=replace(TO_ALL, motivation=1.0))
    assert (sign_ups.left_day == sign_ups.left_without_day).all()
    with_it, without = (
        _lost_share(sign_ups, chosen, clock) for chosen in (sign_ups.received != NONE, sign_ups.received == NONE)
    )
    assert with_it < without - 0.1


def test_regions_offer_one_kind_from_a_day_on(market, clock):
    onboarding = OnboardingEffects(offered_to="random_regions", accepted=1.0)
    offers = draw_offers(np.random.default_rng(2), onboarding, clock)
    sign_ups = draw_sign_ups(np.random.default_rng(3), market, offers, (DEEP, onboarding), clock)
    region = market.region[sign_ups.contact]
    is_open = sign_ups.day >= np.array(offers.first_day)[region]
    assert (sign_ups.offered == np.where(is_open, np.array(offers.kind)[region], NONE)).all()
    assert (sign_ups.received == sign_ups.offered).all()
    assert set(offers.kind) == {0, 1, 2}


def test_who_leaves_silently_is_seen_a_last_time_on_that_day(market, clock):
    sign_ups = _sign_ups(market, clock)
    last = sign_ups.day.copy()
    np.maximum.at(last, sign_ups.active_sign_up, sign_ups.active_day)
    gone = sign_ups.left_day < NEVER
    silent = gone & sign_ups.is_silent
    assert silent.sum() > 100
    assert (last[silent] == sign_ups.left_day[silent]).all()
    assert (last[gone & ~sign_ups.is_silent] < sign_ups.left_day[gone & ~sign_ups.is_silent]).all()
