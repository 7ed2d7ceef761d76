"""The help desk's tickets and the spend on marketing: files that are neither outflows nor returns."""

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, minute_texts_of
from dagster_project.simulation.exports.shop import euros
from dagster_project.simulation.files import FRENCH_EXCEL, PLAIN
from dagster_project.simulation.periods import months

TICKET_HEADER = ["Ticket ID", "Requester Email", "Created At", "First Response At", "Closed At", "Priority", "Topic"]
COST_HEADER = ["N° pièce", "Date", "Canal", "Opération", "Montant", "Devise"]
_CENTS_PER_TOUCH = {"email": 2, "newsletter": 1, "phone": 650, "letter": 180}
_FRENCH_CHANNEL = {"email": "E-mail", "newsletter": "Newsletter", "phone": "Téléphone", "letter": "Courrier"}


def write_tickets(context: Context) -> None:
    """One ticket for every fourth order, a few days after it."""
    orders, market, rng = context.world.orders, context.world.market, context.rng
    index = (rng.random(len(orders.contact)) < 0.25).nonzero()[0]
    opened = (orders.moment[index] // DAY + rng.integers(3, 40, len(index))) * DAY + rng.integers(
        480, 1080, len(index)
    ) * 60
    answer = opened + rng.integers(10, 2 * 1440, len(index)) * 60
    closed = answer + rng.integers(10, 6 * 1440, len(index)) * 60
    days = context.clock.day_texts("%Y-%m-%d")
    end = context.clock.days * DAY
    for period in months(context.clock, 6):
        chosen = period.holds(opened)
        lines = [
            PLAIN.line(
                [
                    f"T{context.world.shard}-{ticket + 1}",
                    market.email[int(orders.contact[index[ticket]])],
                    minute_texts_of(days, [int(opened[ticket])])[0],
                    minute_texts_of(days, [int(answer[ticket])])[0] if answer[ticket] < end else "",
                    minute_texts_of(days, [int(closed[ticket])])[0] if closed[ticket] < end else "",
                    ("low", "normal", "high")[ticket % 3],
                    ("delivery", "defect", "invoice", "advice")[ticket % 4],
                ]
            )
            for ticket in chosen.tolist()
        ]
        context.files.append(f"helpdesk/tickets-{period.label}.csv", PLAIN, TICKET_HEADER, lines)


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
