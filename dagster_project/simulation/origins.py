"""The six origins and the relation of returns, from parties and instants alone, apart from any SQL.

Rules of DEFINITIONS, "Origins": window [t − 112 days, t), received marketing only, answers within 14 days of a return
of the same person left out. Instants are UTC microseconds; a day-only outflow stands at its last microsecond.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.clock import Integers
from dagster_project.simulation.market import Flags

DAY_MICROS = 86_400_000_000
LOOKBACK = 112 * DAY_MICROS
REPLY_WINDOW = 14 * DAY_MICROS
ORIGINS = ("direct", "same_account", "referral", "beyond_window", "untargeted", "anonymous")
_LONG_AGO = -(2**62)


@dataclass
class Parties:
    """Events with their `person` and `account` (−1 if unknown) and `instant`."""

    person: Integers
    account: Integers
    instant: Integers

    def take(self, index: "Integers | Flags") -> "Parties":
        """The events at `index`."""
        return Parties(self.person[index], self.account[index], self.instant[index])


class Past:
    """For a key (person or account) and an instant t: the latest event of the key before t."""

    def __init__(self, key: Integers, instant: Integers) -> None:
        known = key >= 0
        order = np.lexsort((instant[known], key[known]))
        self._key, self._instant = key[known][order], instant[known][order]

    def latest_before(self, key: Integers, instant: Integers) -> Integers:
        """Instant of the latest event of each key strictly before, far in the past if there is none."""
        found = np.full(len(key), _LONG_AGO, dtype=np.int64)
        # One sorted list of events and questions: questions stand before events of the same instant.
        keys = np.concatenate([self._key, key])
        instants = np.concatenate([self._instant, instant])
        is_event = np.concatenate([np.ones(len(self._key), dtype=np.int64), np.zeros(len(key), dtype=np.int64)])
        order = np.lexsort((is_event, instants, keys))
        events_so_far = np.cumsum(is_event[order])
        last = np.empty(len(order), dtype=np.int64)
        last[order] = events_so_far - 1
        position = last[len(self._key) :]
        has = (position >= 0) & (key >= 0)
        has[has] = self._key[position[has]] == key[has]
        found[has] = self._instant[position[has]]
        return found


def are_replies(touches: Parties, candidates: Flags, returns: Parties) -> Flags:
    """Which of the candidate touches (no campaign, marketing by declaration) answer a return of the same person."""
    latest = Past(returns.person, returns.instant).latest_before(touches.person, touches.instant)
    return np.asarray(candidates & (touches.person >= 0) & (latest >= touches.instant - REPLY_WINDOW))


def place(returns: Parties, referrers: Parties, has_referrer: Flags, touches: Parties, orders: Parties) -> Integers:
    """Index into `ORIGINS` of each return; `touches` are received marketing addressed to persons or accounts."""
    by_person, by_account = Past(touches.person, touches.instant), Past(touches.account, touches.instant)
    start = returns.instant - LOOKBACK
    person_at = by_person.latest_before(returns.person, returns.instant)
    account_at = by_account.latest_before(returns.account, returns.instant)
    referrer_counts = has_referrer & (
        (by_person.latest_before(referrers.person, returns.instant) >= start)
        | (by_account.latest_before(referrers.account, returns.instant) >= start)
        | are_customers(Parties(referrers.person, referrers.account, returns.instant), orders)
    )
    return np.select(
        [
            person_at >= start,
            account_at >= start,
            referrer_counts,
            (person_at > _LONG_AGO) | (account_at > _LONG_AGO),
            (returns.person >= 0) | (returns.account >= 0),
        ],
        [0, 1, 2, 3, 4],
        default=5,
    )


def are_customers(returns: Parties, purchases: Parties) -> Flags:
    """Whether the person or the account had bought before."""
    person_at = Past(purchases.person, purchases.instant).latest_before(returns.person, returns.instant)
    account_at = Past(purchases.account, purchases.instant).latest_before(returns.account, returns.instant)
    return np.asarray((person_at > _LONG_AGO) | (account_at > _LONG_AGO))
