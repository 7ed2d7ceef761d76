"""HubSpot's deals: quarterly snapshots whose stages and amounts change, every third one in French.

An inbound deal is a return.
"""

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, minute_texts_of, named
from dagster_project.simulation.files import WITH_BYTE_ORDER_MARK
from dagster_project.simulation.periods import Period, months
from dagster_project.simulation.recorded import NOBODY, SeenDeal, SeenReturn
from dagster_project.simulation.trade import OPEN, WON

ENGLISH_HEADER = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Deal owner", "Close Date",
                  "Create Date", "Deal Source", "Associated Company IDs", "Associated Contact IDs"]  # fmt: skip
FRENCH_HEADER = ["ID de fiche d'informations", "Nom de la transaction", "Phase de la transaction", "Pipeline",
                 "Montant", "Propriétaire de la transaction", "Date de fermeture", "Date de création",
                 "Source de la transaction", "Associated Company IDs", "Associated Contact IDs"]  # fmt: skip
_ENGLISH = (
    "appointmentscheduled",
    "qualifiedtobuy",
    "presentationscheduled",
    "contractsent",
    "closedwon",
    "closedlost",
)
_FRENCH = ("Rendez-vous planifié", "Qualifié pour l'achat", "Présentation planifiée", "Contrat envoyé", "Fermé gagné",
           "Fermé perdu")  # fmt: skip


def write_deals(context: Context) -> None:
    """Write the quarterly snapshots."""
    periods = months(context.clock, 3)
    for number, period in enumerate(periods):
        is_french = number % 3 == 1
        prefix = "hubspot-transactions" if is_french else "hubspot-deals"
        context.files.append(
            f"hubspot/{prefix}-{period.label}.csv",
            WITH_BYTE_ORDER_MARK,
            FRENCH_HEADER if is_french else ENGLISH_HEADER,
            _lines(context, period, is_french),
        )


def _lines(context: Context, period: Period, is_french: bool) -> list[str]:
    deals, market = context.world.deals, context.world.market
    days = context.clock.day_texts("%Y-%m-%d")
    created_texts = minute_texts_of(days, deals.created.tolist())
    closed_texts = minute_texts_of(days, deals.closed.tolist())
    stages = _FRENCH if is_french else _ENGLISH
    inbound, outbound = ("Entrant", "Sortant") if is_french else ("Inbound", "Outbound")
    lines = []
    for index, created in enumerate(deals.created.tolist()):
        if created // DAY > period.last:
            continue
        account = int(market.account[deals.contact[index]])
        people = [int(deals.contact[index]), int(deals.second_contact[index])]
        cents = int((deals.revised_amount if deals.revised_day[index] <= period.last else deals.amount)[index])
        stage = _stage(context, index, period)
        _report(context, index, period, stage)
        lines.append(
            WITH_BYTE_ORDER_MARK.line(
                [
                    str(deals.number[index]),
                    f"Projet {deals.number[index]}",
                    stages[stage],
                    "default",
                    f"{cents // 100}.{cents % 100:02}",
                    "Alex Vasseur",
                    closed_texts[index],
                    created_texts[index],
                    inbound if deals.is_inbound[index] else outbound,
                    str(market.account_id[account]) if account >= 0 else "",
                    ";".join(str(market.hubspot_id[person]) for person in people if person >= 0),
                ]
            )
        )
    return lines


def _stage(context: Context, index: int, period: Period) -> int:
    """Index of the stage on the day of the export: open deals advance a stage per quarter of their way to the close."""
    deals = context.world.deals
    created, closed = int(deals.created[index]) // DAY, int(deals.closed[index]) // DAY
    if closed <= period.last and deals.outcome[index] != OPEN:
        return 4 if deals.outcome[index] == WON else 5
    return min(4 * (period.last - created) // max(closed - created, 1), 3)


def _report(context: Context, index: int, period: Period, stage: int) -> None:
    deals, codes, recorded = context.world.deals, context.codes, context.recorded
    person = int(deals.contact[index])
    account = int(context.world.market.account[person])
    company = codes.hubspot_account[account] if account >= 0 else NOBODY
    number = str(deals.number[index])
    won_at = context.clock.instant(int(deals.closed[index])) if stage == 4 else None
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
