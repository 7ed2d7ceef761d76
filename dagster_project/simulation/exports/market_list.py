"""The market list: two editions of every company of the market, known or not, with its potential and who supplies it.

Companies stand in it by web site; the supplier is known only of those that never bought here.
"""

from dagster_project.simulation import names
from dagster_project.simulation.customers.coverage import potentials
from dagster_project.simulation.exports.context import Context
from dagster_project.simulation.files import PLAIN
from dagster_project.simulation.periods import Period, snapshots

HEADER = ["No", "Company", "Website", "Industry", "Region", "Employees", "Potential", "Supplier"]
EDITIONS = 2


def write_market_list(context: Context) -> None:
    """Write both editions."""
    for period in snapshots(context.clock, EDITIONS):
        lines = [*_own_lines(context), *_further_lines(context, period)]
        context.files.append(f"market/market-list-{period.label}.csv", PLAIN, HEADER, lines)


def _own_lines(context: Context) -> list[str]:
    market = context.world.market
    worth = potentials(market.industry, market.employees).tolist()
    return [
        PLAIN.line(
            [
                str(market.account_id[account]),
                market.account_name[account],
                market.domain[account],
                names.INDUSTRIES[int(market.industry[account])],
                names.REGIONS[int(market.account_region[account])],
                str(market.employees[account]),
                str(worth[account]),
                "",
            ]
        )
        for account in range(len(market.domain))
    ]


def _further_lines(context: Context, period: Period) -> list[str]:
    beyond = context.world.customers.beyond
    worth = potentials(beyond.industry, beyond.employees).tolist()
    return [
        PLAIN.line(
            [
                str(beyond.number[place]),
                company_name(beyond.domain[place]),
                beyond.domain[place],
                names.INDUSTRIES[int(beyond.industry[place])],
                names.REGIONS[int(beyond.region[place])],
                str(beyond.employees[place]),
                str(worth[place]),
                names.COMPETITORS[int(beyond.supplier[place])] if beyond.supplied_day[place] <= period.last else "",
            ]
        )
        for place in range(beyond.size)
    ]


def company_name(domain: str) -> str:
    """The name of a company by its domain."""
    return domain.removesuffix(".fr").replace("-", " ").capitalize()
