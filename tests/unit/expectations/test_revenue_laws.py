"""Law 6 is broken on purpose; each injury must be found under its grain and period."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from dagster_project.workspace import Workspace
from expectations.laws import fill_law_results
from tests.unit.expectations.conftest import differences, open_both

# what happened, the SQL that does it, and (law, source, period, difference) that must be found
INJURIES = [
    (
        "a cent of the change is explained by nothing",
        "update marts.price_volume set mix_effect = 0.50 where basis = 'sales'",
        ("revenue_prices", "quarter", "2025-Q2", "0.01"),
    ),
    (
        "refunds are left out of the change",
        "delete from marts.price_volume where basis = 'refunds'",
        ("revenue_prices", "quarter", "2025-Q2", "-5"),
    ),
    (
        "a quarter is left out",
        "delete from marts.price_volume",
        ("revenue_prices", "quarter", "2025-04", "5.01"),
    ),
    (
        "a bridge opens on revenue that the facts do not hold",
        "insert into marts.revenue_bridge values ('quarter', '2025-Q2', 9, 6.01, 0, 0, 0, 0, 0, 15.01, null)",
        ("revenue_bridge", "quarter", "2025-Q2 opening", "1"),
    ),
    (
        "the steps of a bridge do not lead to its end",
        "insert into marts.revenue_bridge values ('quarter', '2025-Q2', 10, 20.01, 0, 0, 0, -6, 0, 25.01, null)",
        ("revenue_bridge", "quarter", "2025-Q2 steps", "1"),
    ),
    (
        "a bridge ends on revenue that the facts do not hold",
        "insert into marts.revenue_bridge values ('quarter', '2025-Q2', 10, 20.01, 0, 0, 0, -5, 0, 25.00, null)",
        ("revenue_bridge", "quarter", "2025-Q2 closing", "0.01"),
    ),
    (
        "months without a bridge",
        "update marts.run_info set as_of = timestamp '2026-05-01 12:00:00'",
        ("revenue_bridge", "(all)", "months", "2"),
    ),
    (
        "new and existing customers do not make the change",
        "insert into marts.growth_sources values ('year', '2025', 25.01, 20, 5, 0, 3, 1, 1, 1, null)",
        ("revenue_growth", "year", "2025", "0.01"),
    ),
    (
        "orders, categories and baskets do not make the change of the same customers",
        "insert into marts.growth_sources values ('year', '2025', 25.01, 20.01, 5, 0, 3, 1, 1, 2, null)",
        ("revenue_growth", "year", "2025 same customers", "-1"),
    ),
]


@pytest.mark.parametrize(("sql", "found"), [row[1:] for row in INJURIES], ids=[row[0] for row in INJURIES])
def test_an_injury_breaks_its_law(
    injure: Callable[[str], None], workspace: Workspace, sql: str, found: tuple[str, str, str, str]
) -> None:
    injure(sql)
    with open_both(workspace) as con:
        fill_law_results(con)
        assert (*found[:3], Decimal(found[3])) in differences(con)


def test_a_bridge_that_closes_keeps_the_law(injure: Callable[[str], None], workspace: Workspace) -> None:
    injure("insert into marts.revenue_bridge values ('quarter', '2025-Q2', 10, 20.01, 0, 0, 0, -5, 0, 25.01, null)")
    with open_both(workspace) as con:
        fill_law_results(con)
        assert differences(con) == set()


def test_revenue_dated_after_the_run_belongs_to_no_quarter_yet(
    injure: Callable[[str], None], workspace: Workspace
) -> None:
    injure("delete from marts.price_volume; update marts.run_info set as_of = timestamp '2025-03-15 12:00:00'")
    with open_both(workspace) as con:
        fill_law_results(con)
        assert not any(law == "revenue_prices" for law, *_ in differences(con))
