"""The shop: order lines of a quarter per file, saved by a French Excel; refunds, other currencies, one late correction.

An order is its lines gathered; its confirmation is in Brevo's log.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY
from dagster_project.simulation.customers.effects import PriceEffects
from dagster_project.simulation.exports.context import Context, named, texts_of
from dagster_project.simulation.exports.rates import rate_on
from dagster_project.simulation.files import FRENCH_EXCEL
from dagster_project.simulation.periods import months
from dagster_project.simulation.recorded import NOBODY, SeenLine
from dagster_project.simulation.trade import CURRENCIES

NO_BREAK_SPACE = "\u00a0"
HEADER = ["N° commande", "Ligne", "Type", "Date", "N° client", "E-mail", "Référence", "Désignation", "Quantité",
          "Prix unitaire", "Montant", "Devise"]  # fmt: skip


def write_orders(context: Context) -> None:
    """Write the quarterly files, and in the first shard a line that cannot be read until it is corrected."""
    orders = context.world.orders
    line_numbers = _line_numbers(orders.line_order.tolist())
    moments = orders.moment[orders.line_order]
    broken = _line_to_break(context, line_numbers)
    for period in months(context.clock, 3):
        path = f"shop/commandes-{period.label}.csv"
        lines = []
        for position in period.holds(moments).tolist():
            if position == broken:
                context.rejects(path)
                lines.append(_line(context, position, line_numbers[position], None))
                _write_correction(context, position, line_numbers[position], period.exported)
            else:
                lines.append(_line(context, position, line_numbers[position], period.exported))
        if context.has_mishaps and period.first == 0:
            lines.append(_without_rate(context))
        context.files.append(path, FRENCH_EXCEL, HEADER, lines)


def _without_rate(context: Context) -> str:
    """An order in a currency that the rates do not list: its amount cannot be converted and it is not counted."""
    day = context.clock.date_of(20).strftime("%d/%m/%Y")
    product, label, price = names.PRODUCTS[0]
    cells = ["C-SEK-1", "1", "Vente", f"{day} 10:00:00", "", "lager@nordisk.example", product, label, "1"]
    return FRENCH_EXCEL.line([*cells, euros(price), euros(price), "SEK"])


def euros(cents: int) -> str:
    """Cents as a French Excel writes them: `1 234,56` with a no-break space."""
    sign, whole = ("-" if cents < 0 else ""), f"{abs(cents) // 100:,}".replace(",", NO_BREAK_SPACE)
    return f"{sign}{whole},{abs(cents) % 100:02}"


def _line_numbers(line_order: list[int]) -> list[int]:
    numbers: list[int] = []
    previous = -1
    for order in line_order:
        numbers.append(numbers[-1] + 1 if order == previous else 1)
        previous = order
    return numbers


def _line_to_break(context: Context, line_numbers: list[int]) -> int:
    """A second line of some order in euros in the middle of the market, −1 if there is to be none."""
    orders = context.world.orders
    if not context.has_mishaps:
        return -1
    return next(
        (
            position
            for position in range(len(line_numbers) // 2, len(line_numbers))
            if line_numbers[position] == 2 and orders.currency[orders.line_order[position]] == 0
        ),
        -1,
    )


def _write_correction(context: Context, position: int, number: int, exported: date) -> None:
    later = exported + timedelta(days=9)
    path = f"shop/commandes-corrections-{later.isoformat()}.csv"
    context.files.append(path, FRENCH_EXCEL, HEADER, [_line(context, position, number, later)])


def _line(context: Context, position: int, number: int, exported: date | None) -> str:
    """One order line; without a day of export its amount is unreadable and nothing is reported."""
    orders, market, codes = context.world.orders, context.world.market, context.codes
    order = int(orders.line_order[position])
    contact, moment = int(orders.contact[order]), int(orders.moment[order])
    product, label, _ = names.ALL_PRODUCTS[int(orders.line_product[position])]
    price = int(orders.line_price[position])
    quantity = int(orders.line_quantity[position])
    is_refund = orders.coming[order] < 0
    currency = CURRENCIES[int(orders.currency[order])]
    cents = -quantity * price if is_refund else quantity * price
    customer = "" if orders.is_guest[order] else str(market.customer_id[contact])
    email = market.email[contact] if orders.has_address[order] else ""
    order_id = f"{'A' if is_refund else 'C'}{orders.number[order]}"
    if exported is not None:
        persons = named(
            context.recorded.contact_id("shop", customer) if customer else NOBODY,
            codes.email[contact] if email else NOBODY,
        )
        amount = in_euros(cents, currency, context.clock.date_of(moment // DAY), context.world.effects.customers.prices)
        seen = SeenLine(context.clock.instant(moment), persons, bool(is_refund), amount, int(orders.coming[order]))
        context.recorded.saw_line((order_id, str(number)), exported, seen)
    (at,) = texts_of(context.clock.day_texts("%d/%m/%Y"), [moment])
    return FRENCH_EXCEL.line(
        [
            order_id,
            str(number),
            "Avoir" if is_refund else "Vente",
            at,
            customer,
            email,
            product,
            label,
            str(-quantity if is_refund else quantity),
            euros(price),
            euros(cents) if exported is not None else "voir facture",
            currency,
        ]
    )


def in_euros(cents: int, currency: str, day: date, effects: PriceEffects) -> int:
    """Cents of a currency in cents of the reporting currency at the rate of the day, rounded half up."""
    if currency == "EUR":
        return cents
    return int((cents * rate_on(currency, day, effects.currency_drift)).quantize(Decimal(1), ROUND_HALF_UP))
