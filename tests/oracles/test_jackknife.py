"""The jackknife over groups, as dbt compiles it, against curves worked out one group less at a time."""

import json
from fractions import Fraction
from math import sqrt

import duckdb
import pytest
from warehouse import Warehouse

INLINE = """
with
{{ kaplan_meier('whole', 'totals', ['curve'], 'week') }},
{{ without_each_group('counts_without', 'totals', 'by_group', ['curve'], 'week', ['exits', 'events', 'competing']) }},
{{ kaplan_meier('without', 'counts_without', ['curve', 'group_number'], 'week') }}
select
    whole.curve,
    whole.week,
    count(without.survival) as groups,
    {{ jackknife_error('whole.survival', 'without.survival') }} as error
from whole
left join without on whole.curve = without.curve and whole.week = without.week
group by whole.curve, whole.week
order by whole.curve, whole.week
"""
# Group → week → (exits, events). Week 1 has none of group 3.
GROUPS = {1: {0: (2, 1), 1: (2, 1)}, 2: {0: (1, 0), 1: (4, 2)}, 3: {0: (3, 2)}}


@pytest.fixture(scope="module")
def compiled(warehouse: Warehouse) -> str:
    done = warehouse.dbt("compile", "--inline", INLINE, "--quiet", "--output", "json")
    assert done.returncode == 0, done.stdout
    return str(json.loads(done.stdout[done.stdout.index("{") :])["compiled"])


def survivals(groups: list[int]) -> list[Fraction]:
    """The survival at the end of each week of these groups together."""
    left = sum(exits for group in groups for exits, _ in GROUPS[group].values())
    survival, found = Fraction(1), []
    for week in (0, 1):
        counts = [GROUPS[group].get(week, (0, 0)) for group in groups]
        survival *= 1 - Fraction(sum(events for _, events in counts), left)
        left -= sum(exits for exits, _ in counts)
        found.append(survival)
    return found


def errors(compiled: str, groups: list[int]) -> list[tuple[int, float | None]]:
    with duckdb.connect() as connection:
        connection.execute(
            "create table by_group (curve int, group_number int, week int, exits int, events int, competing int)"
        )
        connection.executemany(
            "insert into by_group values (1, ?, ?, ?, ?, 0)",
            [(group, week, *counts) for group in groups for week, counts in GROUPS[group].items()],
        )
        connection.execute(
            "create table totals as select curve, week, sum(exits) as exits, sum(events) as events, 0 as competing"
            " from by_group group by curve, week"
        )
        rows = connection.execute(f"select groups, error from ({compiled})").fetchall()
    return [(groups, error) for groups, error in rows]


def test_the_error_is_the_spread_of_the_curves_that_lack_a_group(compiled: str) -> None:
    whole = survivals([1, 2, 3])
    without = [survivals([group for group in GROUPS if group != left_out]) for left_out in GROUPS]
    expected = [sqrt(Fraction(2, 3) * sum((each[week] - whole[week]) ** 2 for each in without)) for week in (0, 1)]

    found = errors(compiled, [1, 2, 3])

    assert [groups for groups, _ in found] == [3, 3]
    assert [error for _, error in found] == pytest.approx(expected, abs=1e-9)


def test_one_group_alone_has_no_error(compiled: str) -> None:
    assert [error for _, error in errors(compiled, [1])] == [None, None]
