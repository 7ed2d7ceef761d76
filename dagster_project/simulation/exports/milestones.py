"""The subscriptions' milestones: sign-ups, onboarding offered and received, activity, cancellations.

They name people by their record in the CRM; days only. Nothing tells of those who stay away without cancelling.
"""

import numpy as np

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.signups import NONE, ONBOARDINGS
from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.files import PLAIN
from dagster_project.simulation.market import NEVER
from dagster_project.simulation.periods import months

HEADER = ["Event ID", "CRM Contact ID", "Event", "Date", "Onboarding"]
_SIGNED_UP, _OFFERED, _ONBOARDED, _ACTIVE, _CANCELLED = range(5)
_EVENTS = ("signed_up", "onboarding_offered", "onboarded", "active", "cancelled")


def write_milestones(context: Context) -> None:
    """Write what was reached in each half-year."""
    sign_ups, market = context.world.customers.sign_ups, context.world.market
    event, sign_up, day = _milestones(context)
    onboarding = np.where(event == _OFFERED, sign_ups.offered[sign_up], sign_ups.received[sign_up])
    order = np.lexsort((event, sign_up, day))
    days = context.clock.day_texts("%Y-%m-%d")
    rows = list(
        zip(
            event[order].tolist(),
            market.hubspot_id[sign_ups.contact[sign_up[order]]].tolist(),
            day[order].tolist(),
            onboarding[order].tolist(),
            strict=True,
        )
    )
    for period in months(context.clock, 6):
        lines = [
            PLAIN.line(
                [
                    f"M{context.world.shard}-{place + 1}",
                    str(rows[place][1]),
                    _EVENTS[rows[place][0]],
                    days[rows[place][2]],
                    ONBOARDINGS[rows[place][3]] if rows[place][0] in (_OFFERED, _ONBOARDED) else "",
                ]
            )
            for place in period.holds(day[order] * DAY).tolist()
        ]
        context.files.append(f"subscriptions/milestones-{period.label}.csv", PLAIN, HEADER, lines)


def _milestones(context: Context) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Event, sign-up and day of every milestone; onboarding happens on the day of the sign-up."""
    sign_ups = context.world.customers.sign_ups
    offered = np.flatnonzero(sign_ups.offered != NONE)
    received = np.flatnonzero(sign_ups.received != NONE)
    cancelled = np.flatnonzero(~sign_ups.is_silent & (sign_ups.left_day < NEVER))
    parts = [
        (_SIGNED_UP, np.arange(len(sign_ups.day)), sign_ups.day),
        (_OFFERED, offered, sign_ups.day[offered]),
        (_ONBOARDED, received, sign_ups.day[received]),
        (_ACTIVE, sign_ups.active_sign_up, sign_ups.active_day),
        (_CANCELLED, cancelled, sign_ups.left_day[cancelled]),
    ]
    event = np.concatenate([np.full(len(index), number) for number, index, _ in parts])
    return event, np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts])
