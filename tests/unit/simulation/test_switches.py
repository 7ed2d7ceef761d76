"""Each switch of the outflow world off gives no return of that cause; on, it does what its description says.

Drawn from a market of a few thousand people, without writing a file.
"""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pytest

from dagster_project.simulation.climate import draw_daily_rates
from dagster_project.simulation.clock import DAY, Clock
from dagster_project.simulation.comings import CAUSES, CHANNEL_NAMES, KINDS
from dagster_project.simulation.conditions import draw_conditions
from dagster_project.simulation.effects import CHANNELS, LEVELS, BaselineEffects, Effects, Plan, TargetingEffects
from dagster_project.simulation.outflows import MARKETING
from dagster_project.simulation.scales import SCALES
from dagster_project.simulation.scenarios import EVERYDAY, SCENARIOS
from dagster_project.simulation.world import World, draw_world

SCALE = replace(SCALES["demo"], contacts=3_000)


def _drawn(effects: Effects, scale=SCALE) -> World:
    return draw_world(draw_conditions(scale, effects, 5), 0)


def _without(cause: str) -> Effects:
    channels = {name: replace(channel, **{cause: 0.0}) for name, channel in EVERYDAY.channels.items()}
    return replace(EVERYDAY, channels=MappingProxyType(channels))


def _causes(world: World) -> set[str]:
    return {CAUSES[number] for number in np.unique(world.comings.cause)}


@pytest.fixture(scope="module")
def everyday() -> World:
    return _drawn(EVERYDAY)


def test_every_day_returns_have_all_causes(everyday):
    assert _causes(everyday) == set(CAUSES)


@pytest.mark.parametrize("cause", ["personal", "colleague", "halo"])
def test_a_channel_without_an_effect_causes_no_such_return(cause):
    assert _causes(_drawn(_without(cause))) == set(CAUSES) - {cause}


@pytest.mark.parametrize(
    ("cause", "effects"),
    [
        ("referral", replace(EVERYDAY, referrals=0.0)),
        ("reorder", replace(EVERYDAY, buying=replace(EVERYDAY.buying, rate_per_year=0.0))),
        ("baseline", replace(EVERYDAY, baseline=replace(EVERYDAY.baseline, returns_per_person=0.0))),
    ],
)
def test_a_cause_switched_off_makes_no_return(cause, effects):
    assert cause not in _causes(_drawn(effects))


@pytest.mark.parametrize("channel", CHANNELS)
def test_one_useless_channel_causes_nothing_while_the_others_work(channel):
    useless = replace(EVERYDAY.channel(channel), personal=0.0, colleague=0.0, halo=0.0)
    world = _drawn(replace(EVERYDAY, channels=MappingProxyType({**EVERYDAY.channels, channel: useless})))
    assert world.touches[channel].size
    assert {CHANNEL_NAMES[number] for number in np.unique(world.comings.channel)} == {"", *CHANNELS} - {channel}


def test_in_the_neutral_world_nothing_is_sent_and_nobody_comes():
    world = _drawn(Effects())
    assert world.comings.size == 0
    assert all(block.size == 0 for block in world.touches.values())
    assert not (world.market.duplicate_day < SCALE_END).any()


SCALE_END = Clock(SCALE.start, date(2025, 6, 30)).days


def test_no_return_comes_before_the_dead_time_of_its_channel(everyday):
    comings = everyday.comings
    own = np.isin(comings.cause, [CAUSES.index(cause) for cause in ("personal", "colleague", "halo")])
    for name, channel in EVERYDAY.channels.items():
        chosen = own & (comings.channel == CHANNEL_NAMES.index(name))
        lags = comings.moment[chosen] // DAY - comings.sent_day[chosen]
        assert lags.min() > channel.dead_days
        assert lags.mean() == pytest.approx(channel.mean_lag_days + 0.5, rel=0.15)


def test_returns_without_an_outflow_have_no_day_of_sending(everyday):
    is_outflow_s = everyday.comings.channel > 0
    assert (everyday.comings.sent_day[is_outflow_s] >= 0).all()
    assert (everyday.comings.sent_day[~is_outflow_s] == -1).all()


def test_halo_returns_come_from_people_whom_nobody_addresses(everyday):
    halo = everyday.comings.contact[everyday.comings.cause == CAUSES.index("halo")]
    addressed = np.concatenate([block.contact[block.purpose == MARKETING] for block in everyday.touches.values()])
    assert not np.isin(halo, addressed).any()


def test_a_parasite_calls_only_people_who_order_or_open_a_deal_within_three_days():
    world = _drawn(SCENARIOS["last-touch-parasite"].effects)
    calls = world.touches["phone"].take(np.flatnonzero(world.touches["phone"].purpose == MARKETING))
    assert calls.size > 50
    bought = np.isin(world.comings.kind, (KINDS.index("deal"), KINDS.index("order")))
    days = {person: set() for person in np.unique(world.comings.contact).tolist()}
    for person, moment in zip(world.comings.contact[bought].tolist(), world.comings.moment[bought], strict=True):
        days[person].add(int(moment) // DAY)
    for person, moment in zip(calls.contact.tolist(), calls.moment.tolist(), strict=True):
        assert days[person] & {moment // DAY + later for later in (1, 2, 3)}


def test_a_parasite_that_would_cause_what_it_follows_is_refused():
    with pytest.raises(ValueError, match="without an effect"):
        Effects(channels=MappingProxyType({"phone": replace(EVERYDAY.channel("phone"), plan=Plan("before_returns"))}))


def test_a_channel_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="'fax'"):
        Effects(channels=MappingProxyType({"fax": EVERYDAY.channel("phone")}))


def test_sends_that_are_only_logged_stand_in_one_minute_of_a_quarter_and_cause_nothing(everyday):
    logged = _drawn(SCENARIOS["bulk-logged"].effects)
    more = logged.touches["phone"].size - everyday.touches["phone"].size
    assert more > 1_000
    assert logged.comings.moment.tolist() == everyday.comings.moment.tolist()
    moments, counts = np.unique(logged.touches["phone"].moment, return_counts=True)
    assert (counts > 100).sum() == 14  # the quarters of three and a half years
    assert set((moments[counts > 100] % DAY).tolist()) == {18 * 3600}


def test_companions_are_sent_the_week_after_the_other_channel():
    schedule = draw_conditions(SCALE, SCENARIOS["companion"].effects, 5).schedule.intensity
    assert (schedule["phone"][:, 1:] == schedule["email"][:, :-1]).all()
    assert not schedule["phone"][:, 0].any()


def test_below_the_threshold_no_outflow_acts():
    effects = SCENARIOS["needs-persistence"].effects
    conditions = draw_conditions(SCALE, effects, 5)
    world = draw_world(conditions, 0)
    emails, strengths = world.causes.touches[0], world.causes.strengths[0]
    sent = conditions.schedule.intensity["email"] > 0
    week = conditions.clock.week_of(emails.moment // DAY)
    for region, at, strength in zip(
        world.market.region[emails.contact].tolist(), week.tolist(), strengths.tolist(), strict=True
    ):
        assert strength == (at >= 7 and sent[region, at - 7 : at + 1].all())


def test_saturation_halves_an_outflow_after_as_many_others_as_it_says():
    world = _drawn(replace(EVERYDAY, saturation=0.5))
    received = [block.take(np.flatnonzero(~block.has_failed & (block.contact >= 0))) for block in world.causes.touches]
    person = int(np.bincount(np.concatenate([block.contact for block in received])).argmax())
    moments = np.sort(np.concatenate([block.moment[block.contact == person] for block in received]))
    for block, strengths in zip(world.causes.touches, world.causes.strengths, strict=True):
        for position in np.flatnonzero(block.contact == person):
            at = block.moment[position]
            others = ((moments < at) & (moments >= at - 28 * DAY)).sum()
            assert strengths[position] == pytest.approx(1 / (1 + 0.5 * others))


def test_e_mails_have_the_levels_of_their_phase_and_without_phases_none(everyday):
    emails = everyday.touches["email"]
    of_campaigns = emails.take(np.flatnonzero((emails.purpose == MARKETING) & (emails.campaign >= 0)))
    shares = {"at first": (0.0, 0.3, [1, 0, 0, 0]), "at last": (0.85, 1.0, [0, 0.2, 0.8, 0])}
    for start, end, expected in shares.values():
        is_within = (of_campaigns.moment >= start * SCALE_END * DAY) & (of_campaigns.moment < end * SCALE_END * DAY)
        found = np.bincount(of_campaigns.targeting[is_within], minlength=4) / is_within.sum()
        assert found.tolist() == pytest.approx(expected, abs=0.03)
    assert (emails.targeting[emails.campaign < 0] == -1).all()
    without = _drawn(replace(EVERYDAY, targeting=TargetingEffects()))
    assert (without.touches["email"].targeting == -1).all()
    assert without.comings.moment.tolist() == everyday.comings.moment.tolist()


def test_an_e_mail_acts_as_many_times_as_its_level_says():
    world = _drawn(SCENARIOS["targeting-works"].effects)
    emails, strengths = world.causes.touches[0], world.causes.strengths[0]
    for level, times in enumerate((0.5, 1.0, 5.0)):
        assert set(strengths[emails.targeting == level].tolist()) == {times}


def test_levels_that_follow_returns_cause_none():
    world = _drawn(SCENARIOS["targeting-after-returns"].effects)
    emails = world.touches["email"].take(np.flatnonzero(world.touches["email"].targeting == LEVELS.index("automated")))
    came = {}
    for person, moment in zip(world.comings.contact.tolist(), world.comings.moment.tolist(), strict=True):
        came.setdefault(person, []).append(moment)
    assert emails.size > 100
    for person, moment in zip(emails.contact.tolist(), emails.moment.tolist(), strict=True):
        assert any(0 < moment - earlier <= 28 * DAY for earlier in came[person])
    with pytest.raises(ValueError, match="cannot cause any"):
        Effects(targeting=TargetingEffects(times=(1.0, 2.0, 1.0, 1.0), after_returns=True))


def test_without_interactions_every_outflow_acts_in_full(everyday):
    assert all((strength == 1).all() for strength in everyday.causes.strengths)


def test_second_records_and_addresses_are_as_many_as_asked_for():
    market = _drawn(SCENARIOS["re-identified"].effects).market
    could = (market.listed_day < SCALE_END) & ~market.is_shared_mailbox
    assert (market.duplicate_day[could] < SCALE_END + 400).mean() == pytest.approx(0.5, abs=0.05)
    has_second = np.array([bool(text) for text in market.second_email])
    assert has_second[market.account >= 0].mean() == pytest.approx(0.7 * 0.96, abs=0.05)


class TestBaseline:
    """Daily rates with one switch at a time."""

    CLOCK = Clock(date(2023, 1, 1), date(2024, 12, 31))

    def _rates(self, **switches):
        return draw_daily_rates(np.random.default_rng(3), BaselineEffects(returns_per_person=0.365_25, **switches),
                                self.CLOCK)  # fmt: skip

    def test_with_nothing_else_it_is_even(self):
        assert self._rates().tolist() == pytest.approx([0.001] * self.CLOCK.days)

    def test_a_year_s_growth_is_an_exponent(self):
        rates = self._rates(growth=0.1)
        assert rates[365] / rates[0] == pytest.approx(np.exp(0.1 * 365 / 365.25))

    def test_the_season_peaks_on_its_day(self):
        rates = self._rates(season=0.4, peak_day=120)
        assert int(rates[:365].argmax()) == 120
        assert rates.max() / rates.min() == pytest.approx(np.exp(0.8), rel=1e-3)

    def test_holidays_and_weekends_are_quiet(self):
        rates = self._rates(holidays=-1.0, weekend=-2.0)
        easter_monday = self.CLOCK.day_of(date(2024, 4, 1))
        assert rates[easter_monday] == pytest.approx(0.001 * np.exp(-1.0))
        assert rates[easter_monday - 1] == pytest.approx(0.001 * np.exp(-2.0))
        assert rates[easter_monday + 1] == pytest.approx(0.001)

    def test_a_step_lifts_everything_after_it(self):
        rates = self._rates(step=np.log(2.0), step_at=0.5)
        assert set(np.round(rates / 0.001, 9)) == {1.0, 2.0}
        assert (rates > 0.0015).sum() == pytest.approx(self.CLOCK.days / 2, abs=1)

    def test_noise_has_the_standard_deviation_and_autocorrelation_asked_for(self):
        clock = Clock(date(1000, 1, 1), date(1199, 12, 31))
        effects = BaselineEffects(returns_per_person=1.0, autocorrelation=0.8, volatility=0.3)
        noise = np.log(draw_daily_rates(np.random.default_rng(3), effects, clock)[::7] * 365.25)
        assert noise.std() == pytest.approx(0.3, rel=0.05)
        assert np.corrcoef(noise[:-1], noise[1:])[0, 1] == pytest.approx(0.8, abs=0.02)
