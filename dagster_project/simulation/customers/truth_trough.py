"""The truth about the trough: losses by week since sign-up, and whom the onboarding saved.

Sums over shards, from thresholds and parameters; no file is read.
"""

from typing import Any

import numpy as np

from dagster_project.simulation.clock import Clock
from dagster_project.simulation.customers.effects import CustomerEffects
from dagster_project.simulation.customers.signups import (
    LONGEST_GAP,
    NONE,
    ONBOARDINGS,
    SignUps,
    costs_each,
    kept_shares,
    weekly_losses,
)

WEEKS = 26


class TroughTruth:
    """Customers at risk and lost by onboarding received and week, and those saved within `WEEKS`."""

    def __init__(self, effects: CustomerEffects) -> None:
        self._effects = effects
        self._at_risk = np.zeros((len(ONBOARDINGS), WEEKS), dtype=np.int64)
        self._lost = np.zeros_like(self._at_risk)
        self._offered = np.zeros(len(ONBOARDINGS), dtype=np.int64)
        self._received = np.zeros(len(ONBOARDINGS), dtype=np.int64)
        self._followed = np.zeros_like(self._offered)
        self._saved = np.zeros_like(self._offered)
        self._expected = np.zeros(len(ONBOARDINGS))

    def add(self, sign_ups: SignUps, clock: Clock) -> None:
        """Add a shard."""
        self._offered += np.bincount(sign_ups.offered, minlength=len(ONBOARDINGS))
        self._received += np.bincount(sign_ups.received, minlength=len(ONBOARDINGS))
        left_week = (sign_ups.left_day - sign_ups.day) // 7
        for week in range(WEEKS):
            # At risk: still there at the beginning of a week of which it is known by the end who left silently.
            is_over = sign_ups.day + 7 * (week + 1) < clock.days - LONGEST_GAP
            is_at_risk = (left_week >= week) & is_over
            is_lost = is_at_risk & (left_week == week)
            self._at_risk[:, week] += np.bincount(sign_ups.received[is_at_risk], minlength=len(ONBOARDINGS))
            self._lost[:, week] += np.bincount(sign_ups.received[is_lost], minlength=len(ONBOARDINGS))
        self._add_saved(sign_ups, clock)

    def _add_saved(self, sign_ups: SignUps, clock: Clock) -> None:
        """Among those offered an onboarding and seen for `WEEKS`: lost without it and not lost as it was."""
        is_followed = (sign_ups.offered != NONE) & (sign_ups.day + 7 * WEEKS <= clock.days)
        end = sign_ups.day + 7 * WEEKS
        is_saved = (sign_ups.left_without_day < end) & (sign_ups.left_day >= end) & is_followed
        offered = sign_ups.offered[is_followed]
        self._followed += np.bincount(offered, minlength=len(ONBOARDINGS))
        self._saved += np.bincount(sign_ups.offered[is_saved], minlength=len(ONBOARDINGS))
        factor = sign_ups.loss_factor[is_followed]
        kept = kept_shares(self._effects.onboarding)[sign_ups.received[is_followed]]
        losses = weekly_losses(self._effects.trough, WEEKS)[:, None]
        staying = np.prod(1 - np.minimum(losses * factor * kept, 0.999), axis=0)
        saved = staying - np.prod(1 - np.minimum(losses * factor, 0.999), axis=0)
        self._expected += np.bincount(offered, saved, len(ONBOARDINGS))

    def content(self) -> dict[str, Any]:
        """The section of the truth."""
        losses = weekly_losses(self._effects.trough, WEEKS)
        kept = kept_shares(self._effects.onboarding)
        return {
            "sign_ups": int(self._received.sum()),
            "offered": dict(zip(ONBOARDINGS, self._offered.tolist(), strict=True)),
            "received": dict(zip(ONBOARDINGS, self._received.tolist(), strict=True)),
            "onboarding_costs": {
                ONBOARDINGS[number]: {"each": cents / 100, "amount": int(self._received[number]) * cents / 100}
                for number, cents in enumerate(costs_each(self._effects.onboarding))
                if cents
            },
            "hazard_by_week": {
                kind: {
                    "expected": np.round(losses * kept[number], 6).tolist(),
                    "at_risk": self._at_risk[number].tolist(),
                    "lost": self._lost[number].tolist(),
                }
                for number, kind in enumerate(ONBOARDINGS)
            },
            "saved_by_onboarding": {
                "weeks": WEEKS,
                "offered": int(self._followed.sum()),
                "expected": round(float(self._expected.sum()), 3),
                "realised": int(self._saved.sum()),
                "by_kind": {
                    kind: {
                        "offered": int(self._followed[number]),
                        "expected": round(float(self._expected[number]), 3),
                        "realised": int(self._saved[number]),
                    }
                    for number, kind in enumerate(ONBOARDINGS)
                    if number != NONE
                },
            },
        }
