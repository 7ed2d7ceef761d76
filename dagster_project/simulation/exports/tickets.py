"""The help desk: every ticket with the moments of its first answer and of its end, a file per half-year."""

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.exports.context import Context, minute_texts_of
from dagster_project.simulation.files import PLAIN
from dagster_project.simulation.periods import months

HEADER = ["Ticket ID", "Requester Email", "Created At", "First Response At", "Closed At", "Priority", "Topic"]


def write_tickets(context: Context) -> None:
    """Write the tickets opened in each half-year; what lies beyond the market's end is not known yet."""
    tickets, market = context.world.customers.tickets, context.world.market
    days = context.clock.day_texts("%Y-%m-%d")
    end = context.clock.days * DAY
    opened, answered, closed = (
        [minute_texts_of(days, [moment])[0] if moment < end else "" for moment in moments.tolist()]
        for moments in (tickets.opened, tickets.answered, tickets.closed)
    )
    for period in months(context.clock, 6):
        lines = [
            PLAIN.line(
                [
                    f"T{context.world.shard}-{ticket + 1}",
                    market.email[int(tickets.contact[ticket])],
                    opened[ticket],
                    answered[ticket],
                    closed[ticket],
                    ("low", "normal", "high")[ticket % 3],
                    ("delivery", "defect", "invoice", "advice")[ticket % 4],
                ]
            )
            for ticket in period.holds(tickets.opened).tolist()
        ]
        context.files.append(f"helpdesk/tickets-{period.label}.csv", PLAIN, HEADER, lines)
