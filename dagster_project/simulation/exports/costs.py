"""The spend on marketing by channel and month, as accounting has it."""

from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.exports.shop import euros
from dagster_project.simulation.files import FRENCH_EXCEL
from dagster_project.simulation.periods import months

COST_HEADER = ["N° pièce", "Date", "Canal", "Opération", "Montant", "Devise"]
_CENTS_PER_TOUCH = {"email": 2, "newsletter": 1, "phone": 650, "letter": 180}
_FRENCH_CHANNEL = {"email": "E-mail", "newsletter": "Newsletter", "phone": "Téléphone", "letter": "Courrier"}


def count_costs(context: Context) -> None:
    """Add this shard's touches per channel and month to the totals."""
    for channel, touches in sorted(context.world.touches.items()):
        for number, period in enumerate(months(context.clock)):
            key = f"cost {channel} {number}"
            context.totals[key] = context.totals.get(key, 0) + len(period.holds(touches.moment))


def write_costs(context: Context) -> None:
    """Write the spend of the whole market, a file per year with a closing total; call once, after the last shard."""
    by_year: dict[int, list[tuple[str, str, int]]] = {}
    for number, period in enumerate(months(context.clock)):
        day = context.clock.date_of(period.last)
        for channel in sorted(context.world.touches):
            cents = context.totals.get(f"cost {channel} {number}", 0) * _CENTS_PER_TOUCH[channel]
            if cents:
                by_year.setdefault(day.year, []).append((day.strftime("%d/%m/%Y"), channel, cents))
    for year, rows in by_year.items():
        lines = [
            FRENCH_EXCEL.line([f"P{year}-{number + 1}", day, _FRENCH_CHANNEL[channel], "", euros(cents), "EUR"])
            for number, (day, channel, cents) in enumerate(rows)
        ]
        lines.append(FRENCH_EXCEL.line(["Total", "", "", "", euros(sum(row[2] for row in rows)), ""]))
        last = max(
            period.exported for period in months(context.clock) if context.clock.date_of(period.last).year == year
        )
        context.files.append(f"finance/depenses-{last.isoformat()}.csv", FRENCH_EXCEL, COST_HEADER, lines)
