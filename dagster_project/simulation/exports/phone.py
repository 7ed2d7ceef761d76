"""The phone log, a spreadsheet saved by a French Excel.

Files by quarter, then by month, and in the last quarter by week, each overlapping the one before by two days.

Calls out are outflows, calls in are returns. Rows have no number: a row is known by what it says.
"""

from datetime import timedelta

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, minute_texts_of, named
from dagster_project.simulation.files import FRENCH_EXCEL
from dagster_project.simulation.periods import Period, quarters_then_months, weeks
from dagster_project.simulation.recorded import NOBODY, SeenReturn
from dagster_project.simulation.trade import CALL

HEADER = ["Date", "Sens", "Contact", "Téléphone", "Société", "Durée", "Opération", "Résultat", "Rappelé le",
          "Commentaire"]  # fmt: skip
_REACHED = ("Joint", "Rendez-vous", "Refus", "Rappeler")
_FAILED = ("Pas de réponse", "Messagerie", "Occupé")


def write_phone_log(context: Context) -> None:
    """Write the log."""
    calls, comings = context.world.touches["phone"], context.world.comings
    codes = context.codes
    context.saw_outflows(calls, [codes.phone_name[person] for person in calls.contact.tolist()], [-1] * calls.size)
    outbound = _outbound_lines(context)
    inbound_index = (comings.kind == CALL).nonzero()[0]
    inbound = [_inbound(context, coming) for coming in inbound_index.tolist()]
    moments = comings.moment[inbound_index] // 60 * 60
    for number, period in enumerate(_periods(context)):
        path = _path(period)
        lines = [outbound[position] for position in period.holds(calls.moment).tolist()]
        for position in period.holds(moments).tolist():
            line, seen = inbound[position]
            # Every eighty-first call was typed twice: two rows of one file are two calls as far as anybody can tell.
            for _ in range(2 if position % 81 == 40 and context.has_mishaps else 1):
                lines.append(line)
                context.recorded.saw_keyless_return(line, path, seen)
        if context.has_mishaps and number == 3:
            context.rejects(path, 2)
            lines.append(FRENCH_EXCEL.line(["31/02/2024 10:15", "Entrant", "Luc Petit", "06 00 00 00 00", *[""] * 6]))
            lines.append("12/03/2024 09:00;Entrant;Luc")
        context.files.append(path, FRENCH_EXCEL, HEADER, lines)


def copy_unchanged(context: Context) -> None:
    """The file of one week sent again the day after, under a new name and without a new call; after closing."""
    weeks_with_calls = [week for week in _periods(context)[-9:-2] if context.files.records[_path(week)]]
    if not weeks_with_calls:
        return
    week = weeks_with_calls[-1]
    again = (week.exported + timedelta(days=1)).isoformat()
    path = _path(week)
    context.files.copy(path, f"phone/appels-{again}.csv")
    if path in context.set_aside:
        context.rejects(f"phone/appels-{again}.csv", context.set_aside[path])


def _periods(context: Context) -> list[Period]:
    early = [period for period in quarters_then_months(context.clock) if period.last < context.clock.days - 85]
    return early + weeks(context.clock, early[-1].last + 1 if early else 0, overlap=2)


def _path(period: Period) -> str:
    return f"phone/appels-{period.label}.csv"


def _national(phone: str) -> str:
    return f"0{phone[0]} {phone[1:3]} {phone[3:5]} {phone[5:7]} {phone[7:9]}" if phone else ""


def _company(context: Context, contact: int) -> str:
    account = int(context.world.market.account[contact])
    return context.world.market.account_name[account] if account >= 0 else ""


def _outbound_lines(context: Context) -> list[str]:
    calls, market = context.world.touches["phone"], context.world.market
    campaigns = [*calls.campaigns, ""]
    texts = minute_texts_of(context.clock.day_texts("%d/%m/%Y"), calls.moment.tolist())
    lines = []
    for number, (contact, campaign, has_failed) in enumerate(
        zip(calls.contact.tolist(), calls.campaign.tolist(), calls.has_failed.tolist(), strict=True)
    ):
        results = _FAILED if has_failed else _REACHED
        lines.append(
            FRENCH_EXCEL.line(
                [
                    texts[number],
                    "Sortant",
                    f"{market.first[contact]} {market.last[contact].upper()}",
                    _national(market.phone[contact]),
                    _company(context, contact),
                    "0,5" if has_failed else f"{2 + number % 9},5",
                    campaigns[campaign],
                    results[number % len(results)],
                    "",
                    "",
                ]
            )
        )
    return lines


def _inbound(context: Context, coming: int) -> tuple[str, SeenReturn]:
    """A call: one caller in a hundred gives no name, half of those hide the number too."""
    comings, market = context.world.comings, context.world.market
    contact = int(comings.contact[coming])
    moment = int(comings.moment[coming]) // 60 * 60
    chance = context.rng.random(3).tolist()
    phone = market.phone[contact] if chance[0] > 0.005 else ""
    has_name = chance[0] > 0.01
    answered = moment + int(chance[1] * 3 * DAY) // 60 * 60
    is_answered = chance[2] < 0.7 and answered < context.clock.days * DAY
    (at,) = minute_texts_of(context.clock.day_texts("%d/%m/%Y"), [moment])
    answered_at = minute_texts_of(context.clock.day_texts("%d/%m/%Y"), [answered])[0] if is_answered else ""
    line = FRENCH_EXCEL.line(
        [
            at,
            "Entrant",
            f"{market.first[contact]} {market.last[contact]}" if has_name else "",
            _national(phone) if phone else "anonyme",
            _company(context, contact) if has_name else "",
            f"{1 + coming % 12},0",
            "",
            "",
            answered_at,
            "Demande de prix" if coming % 6 == 0 else "",
        ]
    )
    # A number without a name, or a name without a number, identifies nobody.
    persons = named(context.codes.phone_name[contact]) if has_name and phone else ()
    instant = context.clock.instant(moment)
    return line, SeenReturn("phone_log", "", "inbound_call", instant, persons, NOBODY, NOBODY, "", coming)
