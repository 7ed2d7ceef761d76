"""What the company sends because somebody came: answers, call-backs and order confirmations.

Holds their draws only; they go into the same logs as marketing, which is why logs need the reply rule. Writes nothing.
"""

import numpy as np

from dagster_project.simulation.clock import DAY, Clock
from dagster_project.simulation.comings import Comings
from dagster_project.simulation.market import Market
from dagster_project.simulation.outflows import REPLY, TRANSACTIONAL, Touches, build_touches, join_touches
from dagster_project.simulation.trade import CALL, DEAL, FORM, ORDER

CONFIRMATION = "order-confirmation"


def add_mails(
    rng: np.random.Generator,
    market: Market,
    emails: Touches,
    comings: Comings,
    clock: Clock,
    *,
    has_confirmations: bool,
) -> Touches:
    """The e-mails with answers to two fifths of the forms, calls and deals, and a confirmation of each order."""
    answered = np.flatnonzero(np.isin(comings.kind, (FORM, CALL, DEAL)) & (rng.random(comings.size) < 0.4))
    days = comings.moment[answered] // DAY + rng.integers(1, 6, len(answered))
    moment = days * DAY + rng.integers(9 * 3600, 18 * 3600, len(answered))
    inside = moment < clock.days * DAY
    no_campaign = np.full(int(inside.sum()), -1)
    answers = build_touches(
        "email",
        market,
        comings.contact[answered][inside],
        moment[inside],
        campaign=no_campaign,
        campaigns=emails.campaigns,
    )
    answers.purpose[:] = REPLY
    parts = [emails, answers]
    if has_confirmations:
        ordered = np.flatnonzero(comings.kind == ORDER)
        emails.campaigns.append(CONFIRMATION)
        tag = np.full(len(ordered), len(emails.campaigns) - 1)
        confirmations = build_touches(
            "email",
            market,
            comings.contact[ordered],
            comings.moment[ordered] + 45,
            campaign=tag,
            campaigns=emails.campaigns,
        )
        confirmations.purpose[:] = TRANSACTIONAL
        parts.append(confirmations)
    return join_touches(parts).sorted_by_moment()


def add_call_backs(rng: np.random.Generator, market: Market, calls: Touches, comings: Comings, clock: Clock) -> Touches:
    """The calls with call-backs to three tenths of those who called and left a name and number."""
    has_phone = np.array([bool(text) for text in market.phone])
    is_called = (comings.kind == CALL) & has_phone[comings.contact] & (rng.random(comings.size) < 0.3)
    back = np.flatnonzero(is_called)
    days = comings.moment[back] // DAY + rng.integers(1, 4, len(back))
    moment = days * DAY + rng.integers(9 * 60, 18 * 60, len(back)) * 60
    inside = moment < clock.days * DAY
    no_campaign = np.full(int(inside.sum()), -1)
    call_backs = build_touches(
        "phone", market, comings.contact[back][inside], moment[inside], campaign=no_campaign, campaigns=calls.campaigns
    )
    call_backs.purpose[:] = REPLY
    return join_touches([calls, call_backs]).sorted_by_moment()
