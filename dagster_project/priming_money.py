"""What an outflow costs and what a return is worth, read from the marts.

Holds the queries. Must not judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

_COSTS = """
select sent.channel, cast(costs.amount as double) / nullif(sent.items, 0)
from (select channel, sum(items) as items from marts.priming_weeks where flow = 'outflow' group by channel) as sent
inner join (select channel, sum(amount_reporting) as amount from marts.fct_costs group by channel) as costs
    on sent.channel = costs.channel
where costs.amount is not null and sent.items > 0
"""
# Customers order again without being asked: only what prospects bring at once is sure to belong to a return.
_REVENUE = """
select cast(sum(revenue) as double) / nullif(count(*), 0)
from marts.fct_returns
where relation_at_return = 'prospect'
"""


@dataclass(frozen=True)
class Money:
    """Mean cost of an outflow by channel, and mean margin on a prospect's return; None where none is known."""

    cost_of: Mapping[str, float]
    revenue: float | None


def read_money(con: duckdb.DuckDBPyConnection, margin_share: float) -> Money:
    """Both, from the marts just built; `margin_share` of revenue is margin."""
    costs = {channel: float(cost) for channel, cost in con.execute(_COSTS).fetchall()}
    (revenue,) = con.execute(_REVENUE).fetchall()
    return Money(costs, None if revenue[0] is None else revenue[0] * margin_share)
