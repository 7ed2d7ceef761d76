"""How finely e-mail is targeted, and what that brings, as the simulated world knows it.

On the sample exports every level of every month; in worlds of their own, where levels differ and where they do not.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from played import Played, fill_inbox
from played_models import compiled_models

from dagster_project.landing import load_workspace_contracts
from dagster_project.simulation import simulate
from dagster_project.simulation.effects import LEVELS
from dagster_project.simulation.scales import SCALES

pytestmark = pytest.mark.slow
TRUTH = Path(__file__).resolve().parents[2] / "seeds" / "exports" / "truth" / "truth.json"
SCALE = replace(
    SCALES["demo"], start=date(2024, 1, 1), systems=frozenset({"hubspot_people", "brevo", "forms"}), people_snapshots=1
)
_RETURNS = ", ".join(f"sum({level}_sends), sum({level}_returns)" for level in LEVELS[:3])


@pytest.fixture
def months() -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))["targeting"]["months"]
    return known


def test_each_month_has_the_e_mails_and_contacts_of_each_level(
    pristine_demo: Path, months: dict[str, dict[str, Any]]
) -> None:
    con = duckdb.connect(str(pristine_demo / "published" / "marts.duckdb"), read_only=True)
    counts = ", ".join([*(f"{level}_sends" for level in LEVELS), *(f"{level}_contacts" for level in LEVELS)])
    rows = con.execute(
        f"select strftime(month, '%Y-%m'), maturity_level, {counts} from segmentation_maturity order by month"
    ).fetchall()

    assert len(rows) == 14
    for month, level, *found in rows:
        known = months[month]
        assert found[:4] == known["sends"], month
        # Some mailboxes are common ones: three in a hundred contacts at most are taken for somebody else.
        assert found[4:] == pytest.approx(known["contacts"], rel=0.03), month
        # The first two months of the mart have no two months before them.
        assert level == (known["maturity_level"] or "cannot_tell") or month <= "2024-06", month
    assert {level for _, level, *_ in rows} == {"cannot_tell", "list", "automated"}


@pytest.fixture(scope="module")
def returns_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, tuple[int, int]]]:
    """Of a world, by level: e-mails to persons who got several levels in a month, and the returns after them."""

    def played(scenario: str) -> dict[str, tuple[int, int]]:
        root = tmp_path_factory.mktemp(scenario)
        simulate(root / "exports", SCALE, 5, scenario=scenario)
        workspace = fill_inbox(root / "workspace", root / "exports")
        world = Played(workspace, load_workspace_contracts(workspace), compiled_models())
        world.land()
        world.build("int_mixed_months__returned")
        ((*counts,),) = world.query(f"select {_RETURNS} from warehouse.intermediate.int_mixed_months__returned")
        world.close()
        return dict(zip(LEVELS, zip(counts[::2], counts[1::2], strict=True), strict=False))

    return played


def distance(first: tuple[int, int], second: tuple[int, int]) -> float:
    """How far the first share lies above the second, in standard errors of their difference."""
    (sends, came), (others, came_then) = first, second
    share = (came + came_then) / (sends + others)
    return float((came / sends - came_then / others) / (share * (1 - share) * (1 / sends + 1 / others)) ** 0.5)


def test_a_level_that_brings_more_has_more_returns_on_the_same_people(
    returns_of: Callable[[str], dict[str, tuple[int, int]]],
) -> None:
    found = returns_of("targeting-works")  # automated: ten times as much as a blast
    assert distance(found["automated"], found["blast"]) > 3
    assert distance(found["list"], found["blast"]) > -1


def test_levels_that_bring_the_same_have_as_many_returns(
    returns_of: Callable[[str], dict[str, tuple[int, int]]],
) -> None:
    found = returns_of("targeting-no-effect")
    assert all(sends > 300 for sends, _ in found.values())
    assert abs(distance(found["automated"], found["blast"])) < 2.5
    assert abs(distance(found["list"], found["blast"])) < 2.5


def test_useless_e_mail_to_those_who_come_anyway_looks_as_if_it_worked(
    returns_of: Callable[[str], dict[str, tuple[int, int]]],
) -> None:
    """What is chosen cannot be told from what was sent: so no claim is made of it (`gain_at_every_level`)."""
    found = returns_of("targeting-after-returns")
    assert found["automated"][1] / found["automated"][0] > 1.2 * found["list"][1] / found["list"][0]
