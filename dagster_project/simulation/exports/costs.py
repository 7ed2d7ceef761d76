"""The spend on marketing by channel, and on onboarding by kind, month by month as accounting has it."""

from collections.abc import Iterator

import numpy as np

from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.signups import ONBOARDINGS, costs_each
from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.exports.shop import euros
from dagster_project.simulation.files import FRENCH_EXCEL
from dagster_project.simulation.periods import months

COST_HEADER = ["N° pièce", "Date", "Canal", "Opération", "Montant", "Devise"]
_CENTS_PER_TOUCH = {"email": 2, "newsletter": 1, "phone": 650, "letter": 180}
_FRENCH_CHANNEL = {"email": "E-mail", "newsletter": "Newsletter", "phone": "Téléphone", "letter": "Courrier",
                   "onboarding": "Accueil des clients"}  # fmt: skip


def count_costs(context: Context) -> None:
    """Add this shard's touches and onboardings per month to the totals."""
    totals, sign_ups = context.totals, context.world.customers.sign_ups
    for number, period in enumerate(months(context.clock)):
        for channel, touches in sorted(context.world.touches.items()):
            key = f"cost {channel} {number}"
            totals[key] = totals.get(key, 0) + len(period.holds(touches.moment))
        received = sign_ups.received[period.holds(sign_ups.day * DAY)]
        for kind, count in zip(ONBOARDINGS, np.bincount(received, minlength=len(ONBOARDINGS)).tolist(), strict=True):
            key = f"cost onboarding {kind} {number}"
            totals[key] = totals.get(key, 0) + count


def write_costs(context: Context) -> dict[str, str]:
    """Write the spend of the whole market, a file per year with a closing total; call once, after the last shard.

    Returns:
        euros spent by channel, `onboarding` among them.
    """
    by_year: dict[int, list[tuple[str, str, str, int]]] = {}
    spent: dict[str, int] = {}
    for number, period in enumerate(months(context.clock)):
        day = context.clock.date_of(period.last)
        for channel, kind, cents in _of_month(context, number):
            by_year.setdefault(day.year, []).append((day.strftime("%d/%m/%Y"), channel, kind, cents))
            spent[channel] = spent.get(channel, 0) + cents
    for year, rows in by_year.items():
        lines = [
            FRENCH_EXCEL.line([f"P{year}-{number + 1}", day, _FRENCH_CHANNEL[channel], kind, euros(cents), "EUR"])
            for number, (day, channel, kind, cents) in enumerate(rows)
        ]
        lines.append(FRENCH_EXCEL.line(["Total", "", "", "", euros(sum(row[3] for row in rows)), ""]))
        last = max(
            period.exported for period in months(context.clock) if context.clock.date_of(period.last).year == year
        )
        context.files.append(f"finance/depenses-{last.isoformat()}.csv", FRENCH_EXCEL, COST_HEADER, lines)
    return {channel: f"{cents / 100:.2f}" for channel, cents in sorted(spent.items())}


def _of_month(context: Context, number: int) -> Iterator[tuple[str, str, int]]:
    """Channel, kind of onboarding and cents of each row of a month."""
    totals = context.totals
    for channel in sorted(context.world.touches):
        cents = totals.get(f"cost {channel} {number}", 0) * _CENTS_PER_TOUCH[channel]
        if cents:
            yield channel, "", cents
    each = costs_each(context.world.effects.customers.onboarding)
    for kind, price in zip(ONBOARDINGS, each, strict=True):
        cents = totals.get(f"cost onboarding {kind} {number}", 0) * price
        if cents:
            yield "onboarding", kind, cents
