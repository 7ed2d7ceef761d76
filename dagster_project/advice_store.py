"""The tables `persistence_advice` and `outflow_plan`: what to do with what is sent now, and how much to send.

Holds the query of campaigns and the tables with their comments. Must not judge (`statistics/priming/`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import duckdb
import numpy as np

from dagster_project.priming_money import Money
from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.priming.advice import Advice, plan_outflows
from dagster_project.statistics.priming.columns import FEED_WEEKS
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, LAG_NAMES, Doubles
from dagster_project.statistics.priming.persistence import by_age
from dagster_project.statistics.priming.reasons import reason_of
from dagster_project.statistics.priming.running import (
    AT_STAKE_WEEKS,
    Campaign,
    Spell,
    advise_campaign,
    advise_channel,
    returns_at_stake,
    running_spell,
)
from dagster_project.statistics.priming.stopped import Series
from dagster_project.tables import NUMBER, rounded, write_table

ADVICE, PLAN = "marts.persistence_advice", "marts.outflow_plan"
LIFTS, WITHIN_WEEKS = (0.10, 0.25, 0.50, 1.00), (4, 8, 13, 26)
_STEADY = LAG_NAMES.index("steady_weeks")
_GRAIN = "One row per running segment: a channel, a channel in a region or a campaign; whether to go on with it."
_COLUMNS = {
    "segment_type": ("varchar not null", "channel, channel_region or campaign."),
    "segment": ("varchar not null", "The channel; of channel_region the channel and the region; of campaign its key."),
    "channel": ("varchar not null", "The channel."),
    "started_on": ("date not null", "Monday of the first week of the spell that runs."),
    "weeks_run": ("integer not null", "Weeks since then, up to the last one that is over."),
    "outflows": (NUMBER, "What a campaign sent so far; of a channel the outflows per week now."),
    "returns": (NUMBER, "Of campaigns: returns so far, each shared alike among the outflows on its path."),
    "returns_expected": (
        NUMBER,
        "Of campaigns: returns that others of the channel had from as many outflows of that age; null without ten.",
    ),
    "advice": ("varchar not null", "keep, judge in week, stop or cannot_tell."),
    "judge_in_week": (
        "integer",
        "Week of the spell, counted from 1, in which it can be judged; null where none is named.",
    ),
    "judge_on": ("date", "Monday of the week after it; null where none is named."),
    "returns_at_stake": (
        NUMBER,
        "Returns that going on as now brings within 26 weeks; null unless an effect is shown.",
    ),
    "returns_at_stake_low": (NUMBER, "Lower 90 % limit."),
    "returns_at_stake_high": (NUMBER, "Upper 90 % limit."),
    "cost_at_stake": (NUMBER, "What 26 weeks of it cost; null where no cost is known."),
    "net_at_stake": (NUMBER, "returns_at_stake times a prospect's mean margin, less cost_at_stake."),
    "persistence": (
        "varchar",
        "Of channels of a shown effect, by age of their spells: threshold (the first four weeks bring less than those "
        "from the 14th on), linear, or cannot_tell; else null.",
    ),
    "basis": ("varchar not null", "lag fit: its own effect was judged; other campaigns: it was compared."),
    "reason": ("varchar not null", "The advice in words."),
}
_PLAN_GRAIN = (
    "One row per channel, lift and week: how much to send from now on for so many returns by then. Where no effect is "
    "shown, one row without lift and week says why."
)
_PLAN_COLUMNS = {
    "segment_type": ("varchar not null", "channel."),
    "segment": ("varchar not null", "The channel."),
    "lift": (NUMBER, "The wanted returns as a share of the returns per week so far; null where nothing can be told."),
    "by_week": ("integer", "Weeks from now on; week 1 is the first week of sending. Null where nothing can be told."),
    "returns_wanted": (NUMBER, "Returns a week that the outflows are to bring by then."),
    "sends_per_week": (NUMBER, "Outflows a week that bring them; null where no number does."),
    "sends_per_week_low": (NUMBER, "Lower 90 % limit."),
    "sends_per_week_high": (NUMBER, "Upper 90 % limit; null: no number is sure to do."),
    "most_sent_per_week": (NUMBER, "The most that was ever sent in a week; beyond it the answer is a guess."),
    "earliest_week": ("integer", "First week in which that most brings as much; null if it never does."),
    "basis": ("varchar", "Segment type of priming_lags whose fit was used; null where no effect is shown."),
    "verdict": ("varchar not null", "possible; beyond experience: more than was ever sent; too soon; or cannot_tell."),
    "reason": ("varchar not null", "The verdict in words."),
}
_CAMPAIGNS = """
select campaign_key, channel, flow, week, sent_in_week_of, cast(items as double)
from marts.campaign_weeks
order by channel, campaign_key, flow, week
"""


def write_advice(
    con: duckdb.DuckDBPyConnection, series: Sequence[Series], money: Money, ends_on: date, lookback_days: int
) -> None:
    """Advise on all that runs; `ends_on` is the Monday of the last week that is over."""
    slowest = _slowest(series)
    rows = [row for each in series if (row := _of_series(each, slowest, money)) is not None]
    rows += _of_campaigns(con, ends_on, lookback_days)
    write_table(con, ADVICE, _GRAIN, _COLUMNS, rows)


def write_plan(con: duckdb.DuckDBPyConnection, series: Sequence[Series]) -> None:
    """What to send for a tenth to twice as many returns, for every channel of the whole market."""
    rows = [row for each in series if each.region is None for row in _plans(each)]
    write_table(con, PLAN, _PLAN_GRAIN, _PLAN_COLUMNS, rows)


def _slowest(series: Sequence[Series]) -> float:
    """Weeks until the slowest channel of known lags is steady; without any the length of the kernel."""
    known = [
        float(each.basis.finding.shape.high[_STEADY])
        for each in series
        if each.basis is not None and each.basis.judgement.are_lags_known and each.basis.finding.shape is not None
    ]
    return max(known, default=float(KERNEL_WEEKS - 1))


def _of_series(series: Series, slowest: float, money: Money) -> list[object] | None:
    spell = running_spell(series.sends)
    if spell is None:
        return None
    stake = None
    if series.basis is not None:
        stake = returns_at_stake(series.basis.finding, spell.per_week, series.mean_sends)
    cost = money.cost_of.get(series.channel)
    spent = None if cost is None else cost * spell.per_week * AT_STAKE_WEEKS
    net = None
    if stake is not None and money.revenue is not None and spent is not None:
        net = Estimate(*(each * money.revenue - spent for each in (stake.value, stake.low, stake.high)))
    advice = advise_channel(series.own, series.basis, spell, slowest, net)
    persistence = by_age(series.basis) if series.basis is not None else None
    started = series.weekly.first_monday + timedelta(weeks=spell.started)
    at_stake = (stake.value, stake.low, stake.high) if stake is not None else (None, None, None)
    return [
        series.segment_type,
        series.segment,
        series.channel,
        *_told(started, spell, advice, spell.per_week, None),
        *map(rounded, (*at_stake, spent, net.value if net is not None else None)),
        None if persistence is None else persistence.verdict,
        "lag fit",
        advice.reason,
    ]


def _told(started: date, spell: Spell, advice: Advice, outflows: float, returns: float | None) -> list[object]:
    week = advice.judge_in_week if advice.advice == "judge in week" else None
    return [
        started,
        spell.weeks_run,
        *map(rounded, (outflows, returns, advice.expected)),
        advice.advice,
        week,
        None if week is None else started + timedelta(weeks=week),
    ]


def _of_campaigns(con: duckdb.DuckDBPyConnection, ends_on: date, lookback_days: int) -> list[list[object]]:
    campaigns, starts, channels = _read_campaigns(con, ends_on)
    mature: dict[str, dict[str, Campaign]] = {}
    for key, campaign in campaigns.items():
        last = int(np.flatnonzero(campaign.sends)[-1])
        if 7 * (len(campaign.sends) - 1 - last) >= lookback_days:
            mature.setdefault(channels[key], {})[key] = campaign
    rows: list[list[object]] = []
    for key, campaign in campaigns.items():
        spell = running_spell(campaign.sends)
        if spell is None:
            continue
        advice = advise_campaign(
            campaign, [other for name, other in mature.get(channels[key], {}).items() if name != key]
        )
        told = _told(starts[key], spell, advice, float(campaign.sends.sum()), float(campaign.returns.sum()))
        rows.append(["campaign", key, channels[key], *told, *[None] * 6, "other campaigns", advice.reason])
    return rows


def _read_campaigns(
    con: duckdb.DuckDBPyConnection, ends_on: date
) -> tuple[dict[str, Campaign], dict[str, date], Mapping[str, str]]:
    """By key of a campaign in a channel: what it sent and what came; its first Monday; its channel."""
    sent: dict[str, dict[int, float]] = {}
    came: dict[str, np.ndarray] = {}
    starts: dict[str, date] = {}
    channels: dict[str, str] = {}
    for key, channel, flow, week, monday, items in con.execute(_CAMPAIGNS).fetchall():
        if flow == "return":
            came.setdefault(key, np.zeros(KERNEL_WEEKS))[min(max(week, 0), KERNEL_WEEKS - 1)] += items
        elif items and monday <= ends_on:  # a letter to an audience of nobody was not sent
            sent.setdefault(key, {})[week] = items
            starts[key] = min(starts.get(key, monday), monday)
            channels[key] = channel
    campaigns = {}
    for key, weeks in sent.items():
        sends = np.zeros((ends_on - starts[key]).days // 7 + 1)
        for week, items in weeks.items():
            sends[week] = items
        campaigns[key] = Campaign(sends, came.get(key, np.zeros(KERNEL_WEEKS)))
    return campaigns, starts, channels


def _plans(series: Series) -> list[list[object]]:
    basis, weekly = series.basis, series.weekly
    most = float(series.sends.max())
    if basis is None or basis.finding.shape is None:
        return [
            ["channel", series.segment, *[None] * 6, rounded(most), None, None, "cannot_tell", reason_of(series.own)]
        ]
    draws = basis.finding.shape.draws / series.mean_sends
    per_week = float(weekly.returns[FEED_WEEKS:].mean())
    return [
        _plan(series, draws, lift, week, wanted=lift * per_week, most=most, basis=basis.segment.segment_type)
        for lift in LIFTS
        for week in WITHIN_WEEKS
    ]


def _plan(
    series: Series, draws: Doubles, lift: float, by_week: int, *, wanted: float, most: float, basis: str
) -> list[object]:
    head: list[object] = ["channel", series.segment, rounded(lift), by_week, rounded(wanted)]
    plan = plan_outflows(draws, wanted, by_week, affordable=most)
    if plan is None:
        reason = f"Within {by_week} weeks next to nothing of what is sent now has come."
        return [*head, None, None, None, rounded(most), None, basis, "too soon", reason]
    reason = f"{plan.value:,.0f} outflows a week bring {wanted:.1f} returns a week by week {by_week}"
    is_known = plan.value <= most
    reason += "." if is_known else f", but never were more than {most:,.0f} sent in a week."
    numbers = map(rounded, (plan.value, plan.low, plan.high, most))
    return [*head, *numbers, plan.earliest_week, basis, "possible" if is_known else "beyond experience", reason]
