"""What is sent now: keep it, judge it in a later week, or stop it, and what is at stake.

Holds the advice on whole channels, by their lag fit, and on campaigns, by other campaigns. Must not fit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.priming.advice import Advice, Reference, advise
from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles
from dagster_project.statistics.priming.reasons import reason_of
from dagster_project.statistics.priming.segments import Judged
from dagster_project.statistics.priming.shape import LIMITS
from dagster_project.statistics.priming.spells import longest_pause, spells
from dagster_project.statistics.priming.stops import REFERENCE_WEEKS

AT_STAKE_WEEKS = 26


@dataclass(frozen=True)
class Spell:
    """A spell that still runs: its first week, its length in weeks and outflows a week of its last eight weeks."""

    started: int
    weeks_run: int
    per_week: float


@dataclass(frozen=True)
class Campaign:
    """A campaign: outflows by week since its first one up to now, and returns by the weeks that they took."""

    sends: Doubles
    returns: Doubles


def running_spell(sends: Doubles) -> Spell | None:
    """The spell that has not ended; None in silence."""
    found = spells(sends)
    if not found or len(sends) - 1 - found[-1][1] > longest_pause(sends):
        return None
    started, last = found[-1]
    sending = np.flatnonzero(sends[: last + 1])[-REFERENCE_WEEKS:]
    # Pauses within the spell belong to its rhythm: a monthly letter is no weekly one.
    span = max(last - int(sending[0]) + 1, 1) if len(sending) > 1 else 1
    return Spell(started, len(sends) - started, float(sends[sending].sum()) / span)


def returns_at_stake(finding: Finding, per_week: float, mean_sends: float) -> Estimate | None:
    """Returns that `per_week` outflows bring within 26 weeks of going on; those later on are not counted."""
    if finding.shape is None:
        return None
    arrived = np.cumsum(np.cumsum(finding.shape.draws, axis=1), axis=1)[:, min(AT_STAKE_WEEKS, KERNEL_WEEKS) - 1]
    low, value, high = (float(each) for each in np.quantile(arrived, (LIMITS[0], 0.5, LIMITS[1])))
    return Estimate(*(each * per_week / mean_sends for each in (value, low, high)))


def advise_channel(judged: Judged, basis: Judged | None, spell: Spell, slowest: float, net: Estimate | None) -> Advice:
    """Advice on a running channel.

    Args:
        judged: the channel's own fit.
        basis: the fit that shows an effect; None without one.
        spell: what runs.
        slowest: weeks after which any channel of this market is steady, as far as known.
        net: money at stake, cost taken off; None where it is not known.
    """
    if basis is not None and net is not None and net.high < 0:
        return Advice("cannot_tell", None, None, "It brings returns, but they cost more than they bring at once.")
    if basis is not None:
        return Advice("keep", None, None, "An effect is shown.")
    if judged.judgement.verdict == "no_effect":
        return Advice("stop", spell.weeks_run, None, reason_of(judged))
    week = math.ceil(slowest)
    if spell.weeks_run < week:
        ran = "one week" if spell.weeks_run == 1 else f"{spell.weeks_run} weeks"
        reason = f"It has run {ran}, and returns may take {week} to come: too early to judge."
        return Advice("judge in week", week, None, reason)
    return Advice("cannot_tell", None, None, reason_of(judged))


def advise_campaign(campaign: Campaign, others: Sequence[Campaign]) -> Advice:
    """Advice on a running campaign; `others` are campaigns of the channel whose returns have all come."""
    lags = np.sum([each.returns for each in others], axis=0) if others else np.zeros(KERNEL_WEEKS)
    kernel = lags / lags.sum() if lags.sum() > 0 else np.full(KERNEL_WEEKS, 1 / KERNEL_WEEKS)
    references = [Reference(float(each.sends.sum()), float(each.returns.sum())) for each in others]
    return advise(campaign.sends, float(campaign.returns.sum()), kernel, references)
