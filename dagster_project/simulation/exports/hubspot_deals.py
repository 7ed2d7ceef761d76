"""HubSpot's deals: quarterly snapshots that show the stage and the closing date of the day, every third one in French.

An inbound deal is a return. `Close Date` is the day on which an open deal is expected to close, postponed from snapshot
to snapshot, and the day of closing afterwards.
"""

from dataclasses import dataclass, replace

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.dealing import CRM_PROBABILITIES, STAGES, Progress
from dagster_project.simulation.exports.context import Context, minute_texts_of, named
from dagster_project.simulation.exports.hubspot_people import OWNER
from dagster_project.simulation.files import WITH_BYTE_ORDER_MARK
from dagster_project.simulation.market import NEVER
from dagster_project.simulation.periods import Period, months
from dagster_project.simulation.recorded import NOBODY, SeenDeal, SeenReturn
from dagster_project.simulation.trade import OPEN, WON, Deals

_OWN_COLUMNS = ["Compelling event", "Compelling event date", "Lost to"]  # a label of one's own is not translated
_ENGLISH_HEADER = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Deal owner", "Close Date",
                   "Create Date", "Deal Source", "Associated Company IDs", "Associated Contact IDs",
                   "Deal probability", *_OWN_COLUMNS]  # fmt: skip
_FRENCH_HEADER = ["ID de fiche d'informations", "Nom de la transaction", "Phase de la transaction", "Pipeline",
                  "Montant", "Propriétaire de la transaction", "Date de fermeture", "Date de création",
                  "Source de la transaction", "Associated Company IDs", "Associated Contact IDs",
                  "Probabilité de la transaction", *_OWN_COLUMNS]  # fmt: skip
ENGLISH_STAGES = ("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "contractsent", "closedwon",
                  "closedlost")  # fmt: skip
_FRENCH_STAGES = ("Rendez-vous planifié", "Qualifié pour l'achat", "Présentation planifiée", "Contrat envoyé",
                  "Fermé gagné", "Fermé perdu")  # fmt: skip
WON_STAGE, LOST_STAGE = len(STAGES), len(STAGES) + 1
_PROBABILITIES = (*(str(share) for share in CRM_PROBABILITIES), "1", "0")
_EVENTS = ("Budget year ends", "New site opens", "Trade fair")


@dataclass(frozen=True)
class Cells:
    """What a line says of a deal on the day of the snapshot; `closes` and `created` are local moments."""

    number: str
    stage: int
    cents: int
    closes: int
    created: int
    company: str = ""
    contacts: str = ""
    is_inbound: bool = False
    event: tuple[str, str] = ("", "")
    lost_to: str = ""


def is_french(number: int) -> bool:
    """Whether the snapshot of that number is in French."""
    return number % 3 == 1


def path(period: Period, *, is_french: bool) -> str:
    """The snapshot's file."""
    return f"hubspot/{'hubspot-transactions' if is_french else 'hubspot-deals'}-{period.label}.csv"


def header(*, is_french: bool) -> list[str]:
    """The snapshot's columns."""
    return _FRENCH_HEADER if is_french else _ENGLISH_HEADER


def line(context: Context, cells: Cells, *, is_french: bool) -> str:
    """One deal as a line."""
    days = context.clock.day_texts("%Y-%m-%d")
    inbound, outbound = ("Entrant", "Sortant") if is_french else ("Inbound", "Outbound")
    closes, created = minute_texts_of(days, [cells.closes, cells.created])
    return WITH_BYTE_ORDER_MARK.line(
        [
            cells.number,
            "Projet",
            (_FRENCH_STAGES if is_french else ENGLISH_STAGES)[cells.stage],
            "default",
            f"{cells.cents // 100}.{cells.cents % 100:02}",
            OWNER,
            closes,
            created,
            inbound if cells.is_inbound else outbound,
            cells.company,
            cells.contacts,
            _PROBABILITIES[cells.stage],
            *cells.event,
            cells.lost_to,
        ]
    )


def write_deals(context: Context) -> None:
    """Write the quarterly snapshots."""
    market = context.world.market
    parties = [
        (
            str(market.account_id[market.account[contact]]) if market.account[contact] >= 0 else "",
            ";".join(str(market.hubspot_id[person]) for person in (contact, second) if person >= 0),
        )
        for contact, second in zip(
            context.world.deals.contact.tolist(), context.world.deals.second_contact.tolist(), strict=True
        )
    ]
    for number, period in enumerate(months(context.clock, 3)):
        french = is_french(number)
        lines = []
        for index, created in enumerate(context.world.deals.created.tolist()):
            if created // DAY <= period.last:
                cells = cells_on(context, (context.world.deals, context.world.customers.progress), index, period)
                cells = replace(cells, company=parties[index][0], contacts=parties[index][1])
                _report(context, index, period, cells.stage)
                lines.append(line(context, cells, is_french=french))
        context.files.append(path(period, is_french=french), WITH_BYTE_ORDER_MARK, header(is_french=french), lines)


def cells_on(context: Context, moving: tuple[Deals, Progress], index: int, period: Period) -> Cells:
    """What is known of deal number `index` at the end of a period, without its parties."""
    deals, progress = moving
    closed = int(deals.closed[index])
    is_closed = closed // DAY <= period.last and deals.outcome[index] != OPEN
    if is_closed:
        stage, closes = WON_STAGE if deals.outcome[index] == WON else LOST_STAGE, closed
    else:
        stage = progress.stage_on(index, period.last)
        closes = progress.expected_on(index, period.last) * DAY + 17 * 3600
    return Cells(
        number=str(deals.number[index]),
        stage=stage,
        cents=int((deals.revised_amount if deals.revised_day[index] <= period.last else deals.amount)[index]),
        closes=closes,
        created=int(deals.created[index]),
        is_inbound=bool(deals.is_inbound[index]),
        event=_event(context, int(progress.event_day[index]), index, is_won=stage == WON_STAGE),
        lost_to=names.COMPETITORS[int(progress.lost_to[index])]
        if stage == LOST_STAGE and progress.lost_to[index] >= 0
        else "",
    )


def _event(context: Context, day: int, index: int, *, is_won: bool) -> tuple[str, str]:
    """The compelling event and its day, as far as they are noted by then."""
    is_noted = is_won or context.world.effects.customers.deals.event_noted == "from_the_start"
    if day == NEVER or not is_noted:
        return "", ""
    return _EVENTS[index % len(_EVENTS)], context.clock.day_texts("%Y-%m-%d")[day]


def _report(context: Context, index: int, period: Period, stage: int) -> None:
    deals, codes, recorded = context.world.deals, context.codes, context.recorded
    person = int(deals.contact[index])
    account = int(context.world.market.account[person])
    company = codes.hubspot_account[account] if account >= 0 else NOBODY
    number = str(deals.number[index])
    won_at = context.clock.instant(int(deals.closed[index])) if stage == WON_STAGE else None
    recorded.saw_deal(number, period.exported, SeenDeal(codes.hubspot[person], company, won_at))
    if deals.is_inbound[index]:
        seen = SeenReturn(
            "hubspot_inbound_deal",
            number,
            "inbound_deal",
            context.clock.instant(int(deals.created[index])),
            named(codes.hubspot[person]),
            company,
            NOBODY,
            number,
            int(deals.coming[index]),
        )
        recorded.saw_return(number, period.exported, seen)
