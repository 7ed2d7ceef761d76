"""Law 7 is broken on purpose; each injury must be found under its date."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from dagster_project.workspace import Workspace
from expectations.laws import fill_law_results
from tests.unit.expectations.conftest import differences, open_both

# what happened, the SQL that does it, and (law, source, period, difference) that must be found
INJURIES = [
    (
        "an account is in no part",
        "update marts.coverage_waterfall set accounts = 1 where accounts = 2 and segment_type = 'all'",
        ("coverage_parts", "all", "2025-07-01", 1),
    ),
    (
        "an account is in two parts",
        "update marts.coverage_waterfall set accounts = 1 where part = 'not_reached' and segment_type = 'region'",
        ("coverage_parts", "region", "2025-07-01", -1),
    ),
    (
        "potential is lost between industries",
        "update marts.coverage_waterfall set potential = 6 where potential = 7 and segment_type = 'industry'",
        ("coverage_parts", "industry potential", "2025-07-01", 1),
    ),
    (
        "an account is not followed",
        "delete from marts.coverage_moves where from_part = 'not_reached'",
        ("coverage_parts", "moves", "2025-07-01", 1),
    ),
    (
        "there is no waterfall",
        "delete from marts.coverage_waterfall",
        ("coverage_parts", "(all)", "all", 1),
    ),
]


@pytest.mark.parametrize(("sql", "found"), [row[1:] for row in INJURIES], ids=[row[0] for row in INJURIES])
def test_an_injury_breaks_its_law(
    injure: Callable[[str], None], workspace: Workspace, sql: str, found: tuple[str, str, str, int]
) -> None:
    injure(sql)
    with open_both(workspace) as con:
        fill_law_results(con)
        assert (*found[:3], Decimal(found[3])) in differences(con)
