"""Weeks laid out from flows, regions compared with each other, and verdicts in words."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from dagster_project.statistics.priming.flows import Flow
from dagster_project.statistics.priming.kernels import delayed_geometric_kernel, spread
from dagster_project.statistics.priming.panel import Panel, can_compare, fit_panel
from dagster_project.statistics.priming.reasons import reason_of
from dagster_project.statistics.priming.segments import judge_segments, lay_out
from dagster_project.statistics.priming.verdicts import judge

MONDAY = date(2022, 1, 3)


def sent(week: int, items: int, region: str = "North", channel: str = "email") -> Flow:
    return Flow("outflow", region, channel, "none", "none", MONDAY + timedelta(weeks=week), items)


def came(week: int, items: int, source: str = "web_form", region: str = "North") -> Flow:
    return Flow("return", region, "none", "none", source, MONDAY + timedelta(weeks=week), items)


def test_outflows_before_the_first_return_are_history_for_26_weeks() -> None:
    flows = [sent(0, 5), sent(20, 7), came(40, 1), came(45, 2)]

    market = lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=50))[0].weekly

    assert market.first_monday == MONDAY + timedelta(weeks=14)
    assert market.weeks == 51 - 14
    assert market.sends["outflows"].nonzero()[0].tolist() == [6]
    assert market.returns.sum() == 3


def test_a_source_that_begins_later_is_left_out() -> None:
    flows = [sent(0, 5), came(0, 1), came(26, 10, "chat"), came(27, 100, "late_log")]

    market = lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=50))[0].weekly

    assert market.returns.sum() == 11


def test_a_mistyped_year_does_not_begin_the_market() -> None:
    flows = [sent(0, 5), came(0, 100, "till"), came(3, 50), came(-2800, 1, "till"), came(-60, 4)]

    market = lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=50))[0].weekly

    # Four of 54 are no strays: that source began 60 weeks before, and the other one too late.
    assert (market.first_monday, market.returns.sum()) == (MONDAY - timedelta(weeks=60), 54)

    market = lay_out([*flows, came(4, 346)], "Europe/Paris", MONDAY + timedelta(weeks=50))[0].weekly

    assert (market.first_monday, market.returns.sum()) == (MONDAY, 496)


def test_of_few_returns_up_to_three_may_be_mistyped_but_not_one_in_nine() -> None:
    few = [sent(0, 5), came(-1150, 1), came(-800, 1), came(-60, 1), came(0, 27)]
    fewer = [sent(0, 5), came(-60, 1), came(0, 8)]

    for flows, first_monday, returns in ((few, MONDAY, 27), (fewer, MONDAY - timedelta(weeks=60), 9)):
        market = lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=50))[0].weekly

        assert (market.first_monday, market.returns.sum()) == (first_monday, returns)


def test_small_channels_are_one_beside_the_forty_largest() -> None:
    flows = [sent(week, 100 - number, channel=f"c{number:02}") for number in range(43) for week in (0, 1)]
    weeks = (10, 11, 12, 40, 41, 42)
    campaign = [Flow("outflow", "none", "c42", "none", "7", MONDAY + timedelta(weeks=week), 1) for week in weeks]
    flows += [replace(each, source="none") for each in campaign]

    segments = lay_out([*flows, came(0, 1)], "Europe/Paris", MONDAY + timedelta(weeks=50), campaign)

    channels = [each for each in segments if each.segment_type == "channel"]
    assert [each.segment for each in channels] == [f"c{number:02}" for number in range(40)]
    assert channels[0].weekly.sends["other channels"].sum() == 2 * (60 + 59 + 58) + 6
    (judged,) = [each for each in segments if each.segment_type == "campaign"]
    assert (judged.weekly.sends["7"].sum(), judged.weekly.sends["other channels"].sum()) == (6, 354)


def test_of_thousands_of_regions_those_with_most_returns_are_judged() -> None:
    regions = [f"town {number:03}" for number in range(203)]
    flows = [sent(0, 5, region) for region in regions]
    flows += [came(1, 1 if number in (0, 7, 202) else 2, region=region) for number, region in enumerate(regions)]

    segments = lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=50))

    judged = [each.segment for each in segments if each.segment_type == "region"]
    assert judged == [region for number, region in enumerate(regions) if number not in (0, 7, 202)]
    assert segments[0].weekly.returns.sum() == 403


def test_the_last_ten_years_of_returns_are_counted() -> None:
    flows = [sent(0, 5), *(came(week, 10, "till") for week in (-6000, -523, -521, 0)), came(-520, 7)]

    market = lay_out(flows, "Europe/Paris", MONDAY)[0].weekly

    # Dates that a tool writes for none make up more of the till's returns than strays may be.
    assert (market.first_monday, market.returns.sum()) == (MONDAY - timedelta(weeks=521), 27)


def test_holidays_on_sundays_cost_no_working_day() -> None:
    weekly = lay_out([sent(0, 5), came(0, 1)], "Europe/Paris", MONDAY + timedelta(weeks=25))[0].weekly

    # 2022: 1 and 8 May were Sundays; Easter Monday 18 April, Ascension 26 May, Whit Monday 6 June.
    assert weekly.holidays.nonzero()[0].tolist() == [15, 20, 22]


def test_nothing_sent_or_nothing_come_leaves_no_segment() -> None:
    assert lay_out([sent(0, 5)], "Europe/Paris", MONDAY) == []
    assert lay_out([came(0, 5)], "Europe/Paris", MONDAY) == []


def test_three_months_are_said_to_be_too_short() -> None:
    flows = [sent(week, 5) for week in range(13)] + [came(week, 3) for week in range(13)]

    judged = judge_segments(lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=12)))

    assert {each.judgement.cause for each in judged} == {"too short"}
    assert reason_of(judged[0]) == "13 weeks are observed; season and outflows need 104 to be told apart."


def staggered_regions(effect: float) -> Panel:
    """Five regions whose returns triple together for half a year; outflows in blocks, each region for itself."""
    rng = np.random.default_rng(11)
    sends = np.repeat(rng.integers(0, 2, (5, 20)), 8, axis=1) * 50.0
    shock = np.where((np.arange(160) > 80) & (np.arange(160) < 106), 3.0, 1.0)
    kernel = delayed_geometric_kernel(0.7, 6, 27)
    expected = [4.0 * (1 + region / 4) * shock + effect * spread(sends[region], kernel) for region in range(5)]
    return Panel(MONDAY, tuple("ABCDE"), rng.poisson(expected).astype(np.float64), {"email": sends})


def test_what_moves_all_regions_alike_is_no_effect_and_hides_none() -> None:
    with_effect = fit_panel(staggered_regions(0.04), "email", "with")
    without = fit_panel(staggered_regions(0.0), "email", "without")

    assert with_effect.evidence is not None and without.evidence is not None and with_effect.effect is not None
    assert judge(with_effect, with_effect.evidence.p_value).verdict == "primes"
    assert with_effect.effect.low <= 40 <= with_effect.effect.high
    assert judge(without, without.evidence.p_value).has_effect is not True


def test_regions_sent_to_in_the_same_weeks_cannot_be_compared() -> None:
    panel = staggered_regions(0.0)
    alike = Panel(MONDAY, panel.regions, panel.returns, {"email": np.tile(panel.sends["email"][0], (5, 1))})

    assert can_compare(panel, "email")
    assert not can_compare(alike, "email")


def test_a_campaign_that_began_twice_stands_beside_the_rest_of_its_channel() -> None:
    flows = [sent(week, 10) for week in range(0, 120)] + [came(week, 3) for week in range(120)]
    repeated = [replace(sent(week, 4), source="repeated") for week in (*range(20, 30), *range(60, 70))]
    single = [replace(sent(week, 4), source="single") for week in range(20, 30)]

    segments = lay_out(flows, "Europe/Paris", MONDAY + timedelta(weeks=119), [*repeated, *single])

    (campaign,) = [each for each in segments if each.segment_type == "campaign"]
    assert (campaign.segment, campaign.channel) == ("repeated", "repeated")
    assert campaign.weekly.sends["repeated"][19:31].tolist() == [0, *[4] * 10, 0]
    assert campaign.weekly.sends["email"][19:31].tolist() == [10, *[6] * 10, 10]
