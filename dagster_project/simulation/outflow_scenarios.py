"""Worlds in which outflows do something else than every day: schedules, interactions, and nulls that look like effects.

Holds values only; what a switch means stands in `effects`. In a world made to fool, the fooling channel has no effect.
"""

from dataclasses import replace
from types import MappingProxyType

from dagster_project.simulation.effects import (
    BaselineEffects,
    ChannelEffects,
    Effects,
    Phase,
    Plan,
    Series,
    TargetingEffects,
)
from dagster_project.simulation.scenario import EVERYDAY, Scenario

_EMAIL, _PHONE, _LETTER = (EVERYDAY.channel(name) for name in ("email", "phone", "letter"))
_BASELINE = EVERYDAY.baseline


def _with_channels(**changes: ChannelEffects) -> Effects:
    return replace(EVERYDAY, channels=MappingProxyType({**EVERYDAY.channels, **changes}))


def _with_baseline(effects: Effects, baseline: BaselineEffects) -> Effects:
    return replace(effects, baseline=baseline)


def _useless(channel: ChannelEffects, plan: Plan | None = None) -> ChannelEffects:
    return replace(channel, plan=plan or channel.plan, personal=0.0, colleague=0.0, halo=0.0)


def _stronger(channel: ChannelEffects, factor: float, weeks_needed: int = 0) -> ChannelEffects:
    return replace(
        channel,
        personal=factor * channel.personal,
        colleague=factor * channel.colleague,
        halo=factor * channel.halo,
        weeks_needed=weeks_needed,
    )


def _in_weeks(*series: Series) -> Plan:
    return Plan("series", series=series)


SCHEDULES = (
    Scenario(
        "always-on",
        "every channel works and is sent every week: there is nothing to compare with",
        _with_channels(
            email=replace(_EMAIL, plan=Plan("always")),
            newsletter=replace(EVERYDAY.channel("newsletter"), plan=Plan("always")),
            letter=replace(_LETTER, plan=Plan("always")),
        ),
    ),
    Scenario(
        "staggered-regions",
        "e-mail works and starts in one region after another, without end",
        _with_channels(email=replace(_EMAIL, plan=Plan("staggered"))),
    ),
    Scenario(
        "stopped-too-early",
        "e-mail and letters work, and every series is broken off before its returns come",
        _with_channels(
            email=replace(_EMAIL, plan=_in_weeks(Series(0.2, weeks=3), Series(0.55, weeks=3))),
            letter=replace(_LETTER, plan=_in_weeks(Series(0.35, weeks=4), Series(0.75, weeks=4))),
        ),
    ),
)

NULLS = (
    Scenario(
        "nothing-works",
        "the everyday sends, and none of them has any effect",
        _with_channels(**{name: _useless(channel) for name, channel in EVERYDAY.channels.items()}),
    ),
    Scenario(
        "season-timed",
        "useless e-mail is sent 4 to 9 weeks before a yearly peak that comes anyway",
        _with_baseline(
            _with_channels(email=_useless(_EMAIL, Plan("season"))), replace(_BASELINE, season=0.6, august=0.0)
        ),
    ),
    Scenario(
        "companion",
        "useless calls follow working e-mail a week later",
        _with_channels(phone=_useless(_PHONE, Plan("companion", companion_of="email"))),
    ),
    Scenario(
        "stopped-on-weak-returns",
        "useless e-mail is stopped whenever returns are weak, and resumed a quarter later",
        _with_baseline(
            _with_channels(email=_useless(_EMAIL, Plan("weak_returns"))),
            replace(_BASELINE, autocorrelation=0.8, volatility=0.3),
        ),
    ),
    Scenario(
        "leading",
        "useless e-mail follows the returns: the more came in four weeks, the more is sent",
        _with_baseline(
            _with_channels(email=_useless(_EMAIL, Plan("follows_returns"))),
            replace(_BASELINE, autocorrelation=0.8, volatility=0.4),
        ),
    ),
    Scenario(
        "baseline-step",
        "useless e-mail starts once, three weeks before the baseline rises for reasons of its own",
        _with_baseline(
            _with_channels(email=_useless(_EMAIL, _in_weeks(Series(0.5, lasts=0.5)))),
            replace(_BASELINE, step=0.6, step_at=0.517),
        ),
    ),
    Scenario(
        "autocorrelated",
        "useless e-mail over a baseline that wanders for months (autocorrelation 0.95)",
        _with_baseline(
            _with_channels(email=_useless(_EMAIL)), replace(_BASELINE, autocorrelation=0.95, volatility=0.5)
        ),
    ),
    Scenario(
        "last-touch-parasite",
        "useless calls go only to people who are about to buy",
        _with_channels(phone=_useless(_PHONE, Plan("before_returns"))),
    ),
)

INTERACTIONS = (
    Scenario(
        "saturation",
        "the more of any channel somebody received in four weeks, the less one more does",
        replace(EVERYDAY, saturation=0.6),
    ),
    Scenario(
        "needs-persistence",
        "e-mail does nothing before its eighth week in a row",
        _with_channels(email=_stronger(_EMAIL, 2.0, weeks_needed=8)),
    ),
    Scenario(
        "no-halo",
        "only addressed people and their colleagues come: nobody else hears of it",
        _with_channels(**{name: replace(channel, halo=0.0) for name, channel in EVERYDAY.channels.items()}),
    ),
)

# Returns come within days and by the addressed: the last e-mail that somebody received is mostly the one that did it.
_QUICK = replace(_EMAIL, personal=0.025, colleague=0.002, halo=0.002, dead_days=0.0, shape=1.0, scale_days=5.0)
_MIXED = (Phase(0.0, (0.4, 0.3, 0.3, 0.0)),)
TARGETINGS = (
    Scenario(
        "targeting-works",
        "list e-mails bring twice as much as blasts, automated ones ten times",
        replace(_with_channels(email=_QUICK), targeting=TargetingEffects(_MIXED, (0.5, 1.0, 5.0, 1.0))),
    ),
    Scenario(
        "targeting-no-effect",
        "blasts, list and automated e-mails are sent to the same people, and none brings more than another",
        replace(_with_channels(email=_QUICK), targeting=TargetingEffects(_MIXED)),
    ),
    Scenario(
        "targeting-after-returns",
        "useless e-mail is automated for whoever came in the four weeks before: it meets those who come anyway",
        replace(_with_channels(email=_useless(_EMAIL)), targeting=TargetingEffects(_MIXED, after_returns=True)),
    ),
)

RECORDS = (
    Scenario(
        "bulk-logged",
        "at the end of each quarter half of the list is logged as called in one minute; nobody was",
        replace(EVERYDAY, recording=replace(EVERYDAY.recording, logged_only=0.5)),
    ),
    Scenario(
        "re-identified",
        "half of the people have a second record and most a second address, joined only later",
        replace(EVERYDAY, recording=replace(EVERYDAY.recording, second_record=0.5, merged=1.0, second_address=0.7)),
    ),
)

SMALL_WORLDS = (
    Scenario(
        "one-channel",
        "e-mail alone, returns by form, deal and order",
        replace(EVERYDAY, channels=MappingProxyType({"email": _EMAIL})),
        without=frozenset({"mailchimp", "phone", "letters"}),
    ),
    Scenario("one-week", "a history of eight days: one week, and its Monday once more", EVERYDAY, days=8),
    Scenario("no-orders", "no shop: forms, calls and deals only", EVERYDAY, without=frozenset({"shop"})),
    Scenario("no-costs", "nobody wrote down what marketing cost", EVERYDAY, without=frozenset({"finance"})),
    Scenario(
        "zero-revenue",
        "everything is given away: orders and deals of no amount",
        replace(EVERYDAY, buying=replace(EVERYDAY.buying, is_free=True)),
    ),
    Scenario(
        "silence",
        "nothing is sent: the baseline alone",
        replace(EVERYDAY, channels=MappingProxyType({})),
    ),
)

OUTFLOW_SCENARIOS = (*SCHEDULES, *NULLS, *INTERACTIONS, *TARGETINGS, *RECORDS, *SMALL_WORLDS)
