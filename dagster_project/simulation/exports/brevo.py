"""Brevo: the contact list and the log of every message, in the language that the account had at the time.

The log holds marketing, answers and order confirmations alike; parts overlap by two days.
"""

import numpy as np

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, named, texts_of
from dagster_project.simulation.files import PLAIN, SEMICOLON
from dagster_project.simulation.outflows import REPLY, Touches
from dagster_project.simulation.periods import Period, months, quarters_then_months, snapshots

LOG_HEADER = ["st_text", "ts", "sub", "frm", "email", "tag", "mid", "link"]
CONTACT_HEADER = ["CONTACT ID", "EMAIL", "LASTNAME", "FIRSTNAME", "SMS", "EMAIL_BLACKLISTED", "ADDED_TIME",
                  "MODIFIED_TIME"]  # fmt: skip
_ENGLISH = {"sent": "sent", "open": "opened", "click": "clicked", "bounce": "hard bounced"}
_FRENCH = {"sent": "envoyé", "open": "ouvert", "click": "cliqué", "bounce": "rebond définitif"}
_TAG_STEMS = ("masse-", "liste-", "auto-", "predit-", "")
"""What a tag begins with at each of `effects.LEVELS`, and without a level: the log has no other place for it."""
_FRENCH_UNTIL_DAY = 365
_OVERLAP_DAYS = 2
_ROWS_OF_MISHAPS = 3


def write_contacts(context: Context) -> None:
    """Write the contact list: two thirds of the people whom marketing may address."""
    market, codes = context.world.market, context.codes
    days = context.clock.day_texts("%d-%m-%Y")
    for period in snapshots(context.clock, min(context.scale.people_snapshots, 3)):
        lines = []
        for contact, day in enumerate(market.listed_day.tolist()):
            if day > period.last or contact % 3 == 0 or market.is_shared_mailbox[contact]:
                continue
            number = str(market.hubspot_id[contact] // 2)
            code = context.recorded.contact_id("brevo", number)
            context.recorded.saw_person(named(code, codes.email[contact], codes.phone_name[contact]))
            phone = market.phone[contact]
            is_off = "yes" if int(market.unsubscribed_day[contact]) <= period.last else "no"
            added = days[max(day, 0)]
            lines.append(
                SEMICOLON.line(
                    [number, market.email[contact], market.last[contact], market.first[contact],
                     f"33{phone}" if phone else "", is_off, added, added]
                )
            )  # fmt: skip
        context.files.append(f"brevo/brevo-contacts-{period.label}.csv", SEMICOLON, CONTACT_HEADER, lines)


def write_log(context: Context) -> None:
    """Write the log of all e-mails and what their recipients did."""
    touches, codes, rng = context.world.touches["email"], context.codes, context.rng
    context.saw_outflows(
        touches,
        [
            codes.second_email[contact] if is_second else codes.email[contact]
            for contact, is_second in zip(touches.contact.tolist(), touches.is_second_address.tolist(), strict=True)
        ],
        [-1] * touches.size,
    )
    rows = _sent_rows(context, touches)
    periods = quarters_then_months(context.clock) if context.scale.engagement_share else months(context.clock, 3)
    events = _events(touches, rng, context.scale.engagement_share, context.clock.days)
    for number, period in enumerate(periods):
        path = f"brevo/brevo-log-{period.label}.csv"
        first = period.first - (_OVERLAP_DAYS if number else 0)
        words = _FRENCH if period.last < _FRENCH_UNTIL_DAY and context.scale.engagement_share else _ENGLISH
        span = Period(first, period.last, period.exported)
        lines = [f"{words['sent']},{row}" for row in _chosen(rows, span.holds(touches.moment))]
        for kind, (index, moment) in events.items():
            inside = span.holds(moment)
            lines.extend(_event_lines(context, touches, words[kind], index[inside], moment[inside]))
        if context.has_mishaps and number == 1 and len(lines) > _ROWS_OF_MISHAPS:
            lines.extend(_mishaps(context, lines, path))
        context.files.append(path, PLAIN, LOG_HEADER, lines)


def _chosen(rows: list[str], index: "np.typing.NDArray[np.int64]") -> list[str]:
    return [rows[position] for position in index.tolist()]


def _addresses(context: Context, touches: Touches) -> list[str]:
    market = context.world.market
    return [
        market.second_email[contact] if is_second else market.email[contact]
        for contact, is_second in zip(touches.contact.tolist(), touches.is_second_address.tolist(), strict=True)
    ]


def _sent_rows(context: Context, touches: Touches) -> list[str]:
    """Every sent message without its status word."""
    days = context.clock.day_texts("%d-%m-%Y")
    tags = [*touches.campaigns, "NA"]
    subjects = [tag.split("-")[0].capitalize() for tag in tags]
    subjects[-1] = "Votre projet"
    stem = f"{context.world.shard:x}"
    return [
        f"{at},{'Re: votre demande' if purpose == REPLY else subjects[campaign]},b@a.example,"
        f"{email},{_TAG_STEMS[level]}{tags[campaign]},<{stem}.{number:x}>,NA"
        for number, (at, email, campaign, purpose, level) in enumerate(
            zip(
                texts_of(days, touches.moment.tolist()),
                _addresses(context, touches),
                touches.campaign.tolist(),
                touches.purpose.tolist(),
                touches.targeting.tolist(),
                strict=True,
            )
        )
    ]


def _events(
    touches: Touches, rng: np.random.Generator, share: float, days: int
) -> "dict[str, tuple[np.typing.NDArray[np.int64], np.typing.NDArray[np.int64]]]":
    """Index of the message and local moment of each event, by kind."""
    bounced = np.flatnonzero(touches.has_failed)
    events = {"bounce": (bounced, touches.moment[bounced] + 30)}
    opened = np.flatnonzero(~touches.has_failed & (rng.random(touches.size) < share))
    delay = np.minimum(rng.exponential(20_000, len(opened)).astype(np.int64) + 60, 40_000)
    # An e-mail is opened on its own day, before midnight: the log's day is that of both.
    moment = np.minimum(touches.moment[opened] + delay, (touches.moment[opened] // DAY + 1) * DAY - 60)
    events["open"] = (opened, moment)
    is_clicked = rng.random(len(opened)) < 0.15
    events["click"] = (opened[is_clicked], moment[is_clicked] + 20)
    return events


def _event_lines(
    context: Context,
    touches: Touches,
    word: str,
    index: "np.typing.NDArray[np.int64]",
    moment: "np.typing.NDArray[np.int64]",
) -> list[str]:
    days = context.clock.day_texts("%d-%m-%Y")
    chosen = touches.take(index)
    tags = [*touches.campaigns, "NA"]
    stem = f"{context.world.shard:x}"
    return [
        f"{word},{at},NA,b@a.example,{email},{_TAG_STEMS[level]}{tags[campaign]},<{stem}.{number:x}>,NA"
        for at, email, campaign, level, number in zip(
            texts_of(days, moment.tolist()),
            _addresses(context, chosen),
            chosen.campaign.tolist(),
            chosen.targeting.tolist(),
            index.tolist(),
            strict=True,
        )
    ]


def _mishaps(context: Context, lines: list[str], path: str) -> list[str]:
    """Three rows twice, one row cut short."""
    context.rejects(path)
    return [*lines[:_ROWS_OF_MISHAPS], ",".join(lines[_ROWS_OF_MISHAPS].split(",")[:5])]
