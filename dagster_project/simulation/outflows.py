"""The outflows of one shard: who was addressed, when, by which campaign, and whether it arrived.

Holds marketing touches only; answers and order confirmations are drawn in `correspondence`. Writes nothing.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.market import Flags, Market
from dagster_project.simulation.scales import Scale
from dagster_project.simulation.schedules import Schedule

MARKETING, REPLY, TRANSACTIONAL = 0, 1, 2


@dataclass
class Touches:
    """Outflows of one channel, one per element.

    `contact` (−1: addressed to the company `account`), `moment` local seconds, `campaign` index into `campaigns`
    (−1: none), `is_second_address` sent to the further address, `has_failed` did not arrive, `purpose`, `targeting`
    index of `effects.LEVELS` (−1: none).
    """

    channel: str
    contact: Integers
    account: Integers
    moment: Integers
    campaign: Integers
    is_second_address: Flags
    has_failed: Flags
    purpose: Integers
    targeting: Integers
    campaigns: list[str]

    @property
    def size(self) -> int:
        """Number of outflows."""
        return len(self.contact)

    def sorted_by_moment(self) -> "Touches":
        """The same outflows in order of time."""
        return self.take(np.argsort(self.moment, kind="stable"))

    def take(self, index: Integers) -> "Touches":
        """The outflows at `index`."""
        return Touches(
            self.channel,
            self.contact[index],
            self.account[index],
            self.moment[index],
            self.campaign[index],
            self.is_second_address[index],
            self.has_failed[index],
            self.purpose[index],
            self.targeting[index],
            self.campaigns,
        )


def join_touches(parts: list[Touches]) -> Touches:
    """Several sets of one channel as one; all share the first one's list of campaigns."""
    first = parts[0]
    return Touches(
        first.channel,
        np.concatenate([p.contact for p in parts]),
        np.concatenate([p.account for p in parts]),
        np.concatenate([p.moment for p in parts]),
        np.concatenate([p.campaign for p in parts]),
        np.concatenate([p.is_second_address for p in parts]),
        np.concatenate([p.has_failed for p in parts]),
        np.concatenate([p.purpose for p in parts]),
        np.concatenate([p.targeting for p in parts]),
        first.campaigns,
    )


def build_touches(
    channel: str, market: Market, contact: Integers, moment: Integers, *, campaign: Integers, campaigns: list[str]
) -> Touches:
    """Marketing touches that all arrived at the first address."""
    size = len(contact)
    return Touches(
        channel,
        contact.astype(np.int64),
        market.account[contact],
        moment.astype(np.int64),
        campaign.astype(np.int64),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=bool),
        np.full(size, MARKETING, dtype=np.int64),
        np.full(size, -1, dtype=np.int64),
        campaigns,
    )


def draw_emails(rng: np.random.Generator, market: Market, schedule: Schedule, clock: Clock, scale: Scale) -> Touches:
    """A campaign per region and week of sending, to a random share of its listed contacts."""
    themes, mondays = names.THEMES, [f"{clock.date_of(clock.monday(week)):%Y%m%d}" for week in range(clock.weeks)]
    campaigns = [
        f"w{week}r{region + 1}"
        if scale.is_terse
        else f"{themes[(week + region) % len(themes)]}-{mondays[week]}-r{region + 1}"
        for region in range(len(names.REGIONS))
        for week in range(clock.weeks)
    ]
    contacts, moments, campaign = [], [], []
    intensity = schedule.intensity["email"]
    for region, week in np.argwhere(intensity).tolist():
        day = clock.monday(week) + (1 if week % 2 else 3)
        listed = np.flatnonzero((market.region == region) & (market.listed_day < day))
        chosen = listed[rng.random(len(listed)) < scale.email_share * intensity[region, week]]
        contacts.append(chosen)
        moments.append(day * DAY + 9 * 3600 + rng.integers(0, 7_200, len(chosen)))
        campaign.append(np.full(len(chosen), region * clock.weeks + week))
    touches = build_touches(
        "email", market, _joined(contacts), _joined(moments), campaign=_joined(campaign), campaigns=campaigns
    )
    has_second = np.array([bool(text) for text in market.second_email])
    touches.is_second_address = has_second[touches.contact] & (rng.random(touches.size) < 0.1)
    touches.has_failed = rng.random(touches.size) < 0.01
    touches.campaign[rng.random(touches.size) < 0.02] = -1  # one-off messages without a campaign
    return touches


def draw_calls(rng: np.random.Generator, market: Market, schedule: Schedule, clock: Clock) -> Touches:
    """1.2 % of a region's listed contacts with a number are called in a week of sending; a third cannot be reached."""
    has_phone = np.array([bool(text) for text in market.phone])
    campaigns = ["Prospection", "Relance devis", "Salon"]
    contacts, moments = [], []
    intensity = schedule.intensity["phone"]
    for week in np.flatnonzero(intensity.any(axis=0)).tolist():
        listed = np.flatnonzero((market.listed_day < clock.monday(week)) & has_phone)
        chosen = listed[rng.random(len(listed)) < 0.012 * intensity[market.region[listed], week]]
        contacts.append(chosen)
        seconds = (clock.monday(week) + rng.integers(0, 5, len(chosen))) * DAY + rng.integers(
            9 * 60, 18 * 60, len(chosen)
        ) * 60
        moments.append(seconds)
    contact = _joined(contacts)
    campaign = rng.integers(-1, len(campaigns), len(contact))
    touches = build_touches("phone", market, contact, _joined(moments), campaign=campaign, campaigns=campaigns)
    touches.has_failed = rng.random(touches.size) < 0.33
    return touches


def draw_letters(rng: np.random.Generator, market: Market, schedule: Schedule, clock: Clock, scale: Scale) -> Touches:
    """A share of the listed members of companies per week of a series; a tenth goes to the company, 3 % come back."""
    campaigns = [f"courrier-{clock.date_of(clock.monday(week)):%Y-%m-%d}" for week in range(clock.weeks)]
    contacts, moments, campaign = [], [], []
    intensity = schedule.intensity["letter"]
    for region, week in np.argwhere(intensity).tolist():
        is_listed = (market.region == region) & (market.listed_day < clock.monday(week)) & (market.account >= 0)
        listed = np.flatnonzero(is_listed & ~market.is_shared_mailbox)
        chosen = listed[rng.random(len(listed)) < scale.letter_share * intensity[region, week]]
        contacts.append(chosen)
        moments.append(np.full(len(chosen), clock.monday(week) * DAY + 12 * 3600))
        campaign.append(np.full(len(chosen), week))
    touches = build_touches(
        "letter", market, _joined(contacts), _joined(moments), campaign=_joined(campaign), campaigns=campaigns
    )
    touches.contact[rng.random(touches.size) < 0.1] = -1
    touches.has_failed = rng.random(touches.size) < 0.03
    return touches


def draw_newsletters(rng: np.random.Generator, market: Market, schedule: Schedule) -> Touches:
    """One issue a month to every subscriber on the list that day."""
    contacts, moments, campaign = [], [], []
    for number, day in enumerate(schedule.newsletter_days):
        subscribers = np.flatnonzero(market.is_subscriber & (market.listed_day < day) & (market.unsubscribed_day > day))
        contacts.append(subscribers)
        moments.append(np.full(len(subscribers), day * DAY + 18 * 3600 + 30 * 60))
        campaign.append(np.full(len(subscribers), number))
    issues = [f"Newsletter {number + 1}" for number in range(len(schedule.newsletter_days))]
    return build_touches(
        "newsletter", market, _joined(contacts), _joined(moments), campaign=_joined(campaign), campaigns=issues
    )


def _joined(parts: list[Integers]) -> Integers:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)
