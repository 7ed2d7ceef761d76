"""The table `service_loyalty`: counted customers read from the models, retention by band of service written.

Holds the query and the table with its comments. Must not judge (`statistics/service.py`).
"""

import duckdb

from dagster_project.statistics.service import BANDS, Cell, Comparison, Stratum, compare_service
from dagster_project.tables import NUMBER, rounded, write_table

SERVICE = "marts.service_loyalty"
_GRAIN = "One row per stratum of customers and band of service: how many bought again in the year after a quarter."
_COLUMNS = {
    "stratum": ("varchar not null", "all, or size, tenure and tickets of the stratum in words."),
    "company_size": ("varchar not null", "People of the company in words; unknown for persons; all."),
    "tenure": ("varchar not null", "Since the first purchase: first year, second year, longer; all."),
    "tickets": ("varchar not null", "Tickets opened in the quarter: 0, 1, 2 to 3, 4 and more; all."),
    "band": (
        "varchar not null",
        "fast: all tickets of the quarter were answered within 24 hours; slow: one was not; none: no ticket.",
    ),
    "customers": ("bigint not null", "Customers active at the end of a quarter, once for each quarter."),
    "crude_retention": (NUMBER, "Share of them who bought again in the four quarters after it."),
    "adjusted_retention": (
        NUMBER,
        "The same if each band consisted of size, tenure and number of tickets as all customers with tickets do; on "
        "rows of all only, null where too few are alike.",
    ),
    "crude_difference": (NUMBER, "Retention of fast minus slow; the same on each row of a stratum."),
    "crude_difference_low": (NUMBER, "Lower 95 % limit of crude_difference."),
    "crude_difference_high": (NUMBER, "Upper 95 % limit of crude_difference."),
    "adjusted_difference": (NUMBER, "Fast minus slow among customers who are alike; within a stratum the crude one."),
    "adjusted_difference_low": (NUMBER, "Lower 95 % limit of adjusted_difference."),
    "adjusted_difference_high": (NUMBER, "Upper 95 % limit of adjusted_difference."),
    "verdict": (
        "varchar not null",
        "keeps: who is answered soon stays more, like compared with like; drives_away: less; no_effect; cannot_tell.",
    ),
    "reason": ("varchar not null", "The verdict in words."),
}
_CELLS = """
select group_number, company_size, tenure, tickets, band, customers, stayed
from warehouse.intermediate.int_service_strata__summed
order by all
"""


def write_service(con: duckdb.DuckDBPyConnection) -> Comparison:
    """Compare bands over all customers and in each stratum, and write both; returns the comparison over all.

    Args:
        con: open, with the catalogs `warehouse` and `marts`.
    """
    cells = [
        Cell(group, Stratum(size, tenure, tickets), band, customers, stayed)
        for group, size, tenure, tickets, band, customers, stayed in con.execute(_CELLS).fetchall()
    ]
    whole = compare_service(cells)
    rows = _rows("all", Stratum("all", "all", "all"), whole) if cells else []
    for stratum in dict.fromkeys(cell.stratum for cell in cells if cell.stratum.tickets != "0"):
        name = f"{stratum.company_size}, {stratum.tenure}, {stratum.tickets}"
        rows += _rows(name, stratum, compare_service([cell for cell in cells if cell.stratum == stratum]))
    write_table(con, SERVICE, _GRAIN, _COLUMNS, rows)
    return whole


def _rows(name: str, stratum: Stratum, found: Comparison) -> list[list[object]]:
    limits = [
        rounded(value)
        for estimate in (found.crude, found.adjusted)
        for value in ((estimate.value, estimate.low, estimate.high) if estimate else (None, None, None))
    ]
    return [
        [
            name,
            *(stratum.company_size, stratum.tenure, stratum.tickets, band, found.customers[band]),
            rounded(found.retention[band]),
            rounded(found.adjusted_retention[band] if name == "all" else None),
            *limits,
            found.verdict,
            found.reason,
        ]
        for band in BANDS
        if found.customers[band]
    ]
