"""What is bought and at which price: rises, dearer products, successors, other currencies, customers who buy a lot.

Holds the changes to one shard's order lines. With neutral switches the lines stay as they were drawn.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.customers.effects import PriceEffects
from dagster_project.simulation.customers.service import customers_of
from dagster_project.simulation.market import Market
from dagster_project.simulation.trade import CURRENCIES, Orders

_EUR = CURRENCIES.index("EUR")
_MOST = 2_000  # times the quantity drawn: one customer does not buy the whole works
_SHIFTED_BY = 5  # places up in the order of prices


@dataclass(frozen=True)
class Catalogue:
    """Prices in cents, by product and by day of the market."""

    first: Integers
    rises: Integers
    yearly_rise: float

    def prices(self, product: Integers, day: Integers) -> Integers:
        """The price of each product on its day, rounded to the cent."""
        return np.round(self.first[product] * (1 + self.yearly_rise) ** self.rises[day]).astype(np.int64)


def catalogue(effects: PriceEffects, clock: Clock) -> Catalogue:
    """The price list: what every product costs at first, and how many Januaries have passed by each day."""
    first = np.array([price for _, _, price in names.ALL_PRODUCTS])
    rises = np.array([clock.date_of(day).year - clock.start.year for day in range(clock.days + 60)])
    return Catalogue(first, rises, effects.yearly_rise)


def price(rng: np.random.Generator, market: Market, orders: Orders, effects: PriceEffects, clock: Clock) -> Orders:
    """The orders with the products, quantities, currencies and prices of this market."""
    day = orders.moment[orders.line_order] // DAY
    product, quantity = orders.line_product, orders.line_quantity
    if effects.mix_shift:
        shifts = (rng.random(len(product)) < effects.mix_shift) & (day >= clock.days // 2)
        product = np.where(shifts, _dearer()[product], product)
    if effects.has_new_products:
        product = _succeeded(product, day, clock)
    if effects.tail:
        factor = np.minimum((1 - rng.random(len(market.domain) + market.size)) ** (-1 / effects.tail), _MOST)
        by_line = factor[customers_of(market, orders.contact[orders.line_order])]
        quantity = np.maximum(np.round(quantity * by_line), 1).astype(np.int64)
    priced = replace(
        orders,
        currency=_currencies(rng, orders, effects),
        line_product=product,
        line_quantity=quantity,
        line_price=np.where(orders.line_price == 0, 0, catalogue(effects, clock).prices(product, day)),
    )
    return _refunds_follow(priced)


def _dearer() -> Integers:
    """By product: the one so many places up in the order of prices, itself at the top."""
    order = np.argsort([price for _, _, price in names.PRODUCTS], kind="stable")
    above = np.empty(len(order), dtype=np.int64)
    above[order] = order[np.minimum(np.arange(len(order)) + _SHIFTED_BY, len(order) - 1)]
    return above


def _succeeded(product: Integers, day: Integers, clock: Clock) -> Integers:
    """On each 1 March from the second year on, a product is dropped and its successor sold in its place."""
    for place, year in enumerate(range(clock.start.year + 1, clock.end.year + 1)):
        if place < len(names.SUCCESSORS):
            is_new = (product == place) & (day >= clock.day_of(date(year, 3, 1)))
            product = np.where(is_new, len(names.PRODUCTS) + place, product)
    return product


def _currencies(rng: np.random.Generator, orders: Orders, effects: PriceEffects) -> Integers:
    """More orders in other currencies; only those of one line, whose amount is rounded once however it is converted."""
    lines = np.bincount(orders.line_order, minlength=len(orders.contact))
    turns = (rng.random(len(orders.contact)) < effects.foreign) & (lines == 1) & (orders.currency == _EUR)
    other = rng.integers(_EUR + 1, len(CURRENCIES), len(orders.contact))
    return np.where(turns, other, orders.currency)


def _refunds_follow(orders: Orders) -> Orders:
    """A refund takes back the first line of its order: the product, the quantity and the price of that day."""
    refund = np.flatnonzero(orders.refunded >= 0)
    source = np.searchsorted(orders.line_order, orders.refunded[refund])
    place = np.searchsorted(orders.line_order, refund)
    for lines in (orders.line_product, orders.line_quantity, orders.line_price):
        lines[place] = lines[source]
    orders.currency[refund] = orders.currency[orders.refunded[refund]]
    return orders
