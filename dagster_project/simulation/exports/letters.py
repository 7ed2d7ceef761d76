"""The letter log, a spreadsheet saved by a French Excel: days without a time.

What came back is noted a quarter later, in a newer row of the same number.
"""

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, named
from dagster_project.simulation.files import FRENCH_EXCEL
from dagster_project.simulation.periods import months
from dagster_project.simulation.recorded import NOBODY

HEADER = ["Date d'envoi", "N° envoi", "Opération", "Destinataire", "Nom", "Prénom", "E-mail", "Site web", "Statut"]


def write_letter_log(context: Context) -> None:
    """Write the quarterly files."""
    letters, codes = context.world.touches["letter"], context.codes
    contacts, accounts = letters.contact.tolist(), letters.account.tolist()
    for contact in contacts:
        if contact >= 0:
            context.recorded.saw_person(named(codes.email[contact]))
    context.saw_outflows(
        letters,
        [codes.email[contact] if contact >= 0 else NOBODY for contact in contacts],
        [codes.domain[account] for account in accounts],
        is_day_only=True,
    )
    periods = months(context.clock, 3)
    returned: list[int] = []
    for number, period in enumerate(periods):
        sent = period.holds(letters.moment).tolist()
        is_last = number == len(periods) - 1
        lines = [_line(context, letter, is_last and bool(letters.has_failed[letter])) for letter in sent]
        lines.extend(_line(context, letter, True) for letter in returned)
        returned = [letter for letter in sent if letters.has_failed[letter]]
        context.files.append(f"letters/courriers-{period.label}.csv", FRENCH_EXCEL, HEADER, lines)


def _line(context: Context, letter: int, has_come_back: bool) -> str:
    letters, market = context.world.touches["letter"], context.world.market
    contact, account = int(letters.contact[letter]), int(letters.account[letter])
    to_person = contact >= 0
    return FRENCH_EXCEL.line(
        [
            context.clock.date_of(int(letters.moment[letter]) // DAY).strftime("%d/%m/%Y"),
            f"L{context.world.shard}-{letter + 1}",
            letters.campaigns[int(letters.campaign[letter])],
            "Personne" if to_person else "Société",
            market.last[contact] if to_person else "",
            market.first[contact] if to_person else "",
            market.email[contact] if to_person else "",
            f"www.{market.domain[account]}",
            "NPAI" if has_come_back else "Envoyé",
        ]
    )
