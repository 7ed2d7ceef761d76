"""Outflows that follow the returns instead of causing them: the last-touch parasite, and sends that are only logged.

Drawn after the returns, so that they cannot have caused one. Writes nothing.
"""

import numpy as np

from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.comings import Comings
from dagster_project.simulation.market import Market
from dagster_project.simulation.outflows import Touches, build_touches, join_touches
from dagster_project.simulation.periods import months
from dagster_project.simulation.trade import DEAL, ORDER

_CALLED_BEFORE = 0.8


def add_calls_before_purchases(
    rng: np.random.Generator, market: Market, calls: Touches, comings: Comings, clock: Clock
) -> Touches:
    """The calls with one to four fifths of the listed people who order or open a deal within three days."""
    has_phone = np.array([bool(text) for text in market.phone])
    day = comings.moment // DAY - rng.integers(1, 4, comings.size)
    is_called = (
        np.isin(comings.kind, (DEAL, ORDER))
        & has_phone[comings.contact]
        & (market.listed_day[comings.contact] < day)
        & (day >= 0)
        & (rng.random(comings.size) < _CALLED_BEFORE)
    )
    return _with_calls(calls, market, comings.contact[is_called], _at_work(rng, day[is_called]), clock)


def add_logged_only(rng: np.random.Generator, market: Market, calls: Touches, clock: Clock, share: float) -> Touches:
    """The calls with rows that a share of the listed people get at the end of each quarter, all in one minute.

    Nobody was called: they are in the log and have no effect.
    """
    has_phone = np.array([bool(text) for text in market.phone])
    contacts, days = [], []
    for quarter in months(clock, 3):
        listed = np.flatnonzero((market.listed_day < quarter.last) & has_phone)
        chosen = listed[rng.random(len(listed)) < share]
        contacts.append(chosen)
        days.append(np.full(len(chosen), quarter.last))
    contact, day = np.concatenate(contacts), np.concatenate(days)
    return _with_calls(calls, market, contact, day * DAY + 18 * 3600, clock)


def _with_calls(calls: Touches, market: Market, contact: Integers, moment: Integers, clock: Clock) -> Touches:
    inside = moment < clock.days * DAY
    campaign = np.zeros(int(inside.sum()), dtype=np.int64)
    more = build_touches("phone", market, contact[inside], moment[inside], campaign=campaign, campaigns=calls.campaigns)
    return join_touches([calls, more]).sorted_by_moment()


def _at_work(rng: np.random.Generator, day: Integers) -> Integers:
    return day * DAY + rng.integers(9 * 60, 18 * 60, len(day)) * 60
