"""The truth about revenue: price, volume, mix and currency between quarters, and the share of the largest customers.

Formulas of DEFINITIONS, "Growth" and "Pareto", on the lines of the world. Sums over shards; of each customer only the
two sums of its revenue are kept.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.customers.effects import PriceEffects
from dagster_project.simulation.customers.service import customers_of
from dagster_project.simulation.customers.truth_service import quarters_of
from dagster_project.simulation.exports.shop import in_euros
from dagster_project.simulation.market import Market
from dagster_project.simulation.trade import CURRENCIES, Orders

Doubles = NDArray[np.float64]


class PriceTruth:
    """Pieces, cents of the currency and cents of euros by currency, product and quarter; refunds by quarter."""

    def __init__(self, effects: PriceEffects, clock: Clock) -> None:
        self._effects, self._clock = effects, clock
        self._quarter_of_day = quarters_of(clock)
        self._quarters = int(self._quarter_of_day[clock.days - 1]) + 1
        shape = (len(CURRENCIES), len(names.ALL_PRODUCTS), self._quarters)
        self._pieces, self._cents, self._euros = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        self._refunds = np.zeros(self._quarters, dtype=np.int64)
        self._gross: list[Integers] = []
        self._net: list[Integers] = []

    def add(self, market: Market, orders: Orders) -> None:
        """Add the order lines of a shard."""
        order = orders.line_order
        currency = orders.currency[order]
        cents = orders.line_quantity * orders.line_price
        euros = cents.copy()
        for line in np.flatnonzero(currency > 0).tolist():
            day = self._clock.date_of(int(orders.moment[order[line]]) // DAY)
            euros[line] = in_euros(int(cents[line]), CURRENCIES[int(currency[line])], day, self._effects)
        is_refund = orders.coming[order] < 0
        is_inside = orders.moment[order] < self._clock.days * DAY
        quarter = self._quarter_of_day[orders.moment[order] // DAY]
        sold = ~is_refund & is_inside
        place = (currency[sold], orders.line_product[sold], quarter[sold])
        for sums, values in ((self._pieces, orders.line_quantity), (self._cents, cents), (self._euros, euros)):
            np.add.at(sums, place, values[sold])
        refunded = is_refund & is_inside
        np.add.at(self._refunds, quarter[refunded], -euros[refunded])
        self._add_customers(market, orders, np.where(is_refund, -euros, euros), sold, refunded)

    def _add_customers(
        self, market: Market, orders: Orders, euros: Integers, sold: NDArray[np.bool_], refunded: NDArray[np.bool_]
    ) -> None:
        customer = customers_of(market, orders.contact[orders.line_order])
        gross = np.zeros(len(market.domain) + market.size, dtype=np.int64)
        np.add.at(gross, customer[sold], euros[sold])
        net = gross.copy()
        np.add.at(net, customer[refunded], euros[refunded])
        bought = gross > 0
        self._gross.append(gross[bought])
        self._net.append(net[bought])

    def content(self) -> dict[str, Any]:
        """The section of the truth: amounts in euros, pairs of quarters by the first day of the later one."""
        return {
            "price_volume": {
                self._first_day(quarter): self._pair(quarter - 1, quarter) for quarter in range(1, self._quarters)
            },
            "top_20_share": {"gross": _top_share(self._gross), "net": _top_share(self._net)},
        }

    def _first_day(self, quarter: int) -> str:
        year, month = self._clock.start.year + quarter // 4, 3 * (quarter % 4) + 1
        return f"{year}-{month:02}-01"

    def _pair(self, before: int, after: int) -> dict[str, float]:
        parts = dict.fromkeys(("price", "volume", "mix", "fx", "new", "returning", "dropped"), 0.0)
        for currency in range(len(CURRENCIES)):
            sold = self._pieces[currency] > 0
            change = self._euros[currency, :, after] - self._euros[currency, :, before]
            is_continuing = sold[:, before] & sold[:, after]
            came, was_known = sold[:, after] & ~sold[:, before], sold[:, :before].any(axis=1)
            parts["new"] += float(change[came & ~was_known].sum())
            parts["returning"] += float(change[came & was_known].sum())
            parts["dropped"] += float(change[sold[:, before] & ~sold[:, after]].sum())
            if is_continuing.any():
                sums = [
                    array[currency][np.ix_(is_continuing, [before, after])].astype(np.float64)
                    for array in (self._pieces, self._cents, self._euros)
                ]
                for name, value in continuing_parts(*sums).items():
                    parts[name] += value
        rounded = {name: round(value / 100, 2) for name, value in parts.items()}
        rounded["refunds"] = round(float(self._refunds[after] - self._refunds[before]) / 100, 2)
        total = self._euros.sum(axis=(0, 1)) + self._refunds
        rounded["change"] = round(float(total[after] - total[before]) / 100, 2)
        return rounded


def continuing_parts(pieces: Doubles, amounts: Doubles, reported: Doubles) -> dict[str, float]:
    """Price, volume, mix and fx of products sold in both periods, in one currency and unit.

    Args:
        pieces, amounts, reported: product × period (before, after): pieces, their amount in the original currency, and
            in the reporting one. Rates are those of all products together, effects are converted at their mean.
    """
    price = amounts / pieces
    # Where everything is free there is no rate to be had, and nothing to convert.
    rate = np.ones(2) if (amounts.sum(axis=0) == 0).any() else reported.sum(axis=0) / amounts.sum(axis=0)
    mean_rate = float(rate.mean())
    by_price = float(((price[:, 1] - price[:, 0]) * pieces.mean(axis=1)).sum())
    by_pieces = float(((pieces[:, 1] - pieces[:, 0]) * price.mean(axis=1)).sum())
    all_pieces, all_price = pieces.sum(axis=0), amounts.sum(axis=0) / pieces.sum(axis=0)
    volume = float((all_pieces[1] - all_pieces[0]) * all_price.mean())
    change, original = reported[:, 1] - reported[:, 0], amounts[:, 1] - amounts[:, 0]
    return {
        "price": by_price * mean_rate,
        "volume": volume * mean_rate,
        "mix": (by_pieces - volume) * mean_rate,
        "fx": float(change.sum() - original.sum() * mean_rate),
    }


def _top_share(parts: list[Integers]) -> dict[str, Any]:
    """The revenue of the ceil(0.2 n) largest of n customers as a share of all revenue."""
    amounts = np.sort(np.concatenate(parts))[::-1] if parts else np.zeros(0, dtype=np.int64)
    top, total = math.ceil(len(amounts) / 5), int(amounts.sum())
    share = round(float(amounts[:top].sum()) / total, 6) if total > 0 else None
    return {"customers": len(amounts), "revenue": round(total / 100, 2), "share": share}
