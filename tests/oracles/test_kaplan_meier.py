"""Kaplan–Meier and Aalen–Johansen of the macro, as dbt compiles it, against the lung data and against exact fractions.

The lung data (228 patients of the North Central Cancer Treatment Group, 165 deaths) have a published median survival of
310 days with a log-log interval of 284 to 361 days.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest
from warehouse import Warehouse

FIXTURE = Path(__file__).parents[1] / "fixtures" / "lung.csv"
DIED = "1"
INLINE = """
with
{{ kaplan_meier('estimated', 'exits', ['cohort'], 'days') }},
limited as (
    select
        *,
        {{ log_log_limit('survival', '-1.959964 * sqrt(greenwood)', 1) }} as survival_low,
        {{ log_log_limit('survival', '1.959964 * sqrt(greenwood)', 1) }} as survival_high
    from estimated
)
select * from limited order by cohort, days
"""


@dataclass(frozen=True)
class Point:
    """A row of a curve."""

    at_risk: int
    events: int
    survival: float
    cumulative_share: float
    low: float | None
    high: float | None


Exits = dict[int, tuple[int, int, int]]  # days → exits, events, competing


@pytest.fixture(scope="module")
def compiled(warehouse: Warehouse) -> str:
    done = warehouse.dbt("compile", "--inline", INLINE, "--quiet", "--output", "json")
    assert done.returncode == 0, done.stdout
    return str(json.loads(done.stdout[done.stdout.index("{") :])["compiled"])


def curve(compiled: str, exits: Exits) -> dict[int, Point]:
    with duckdb.connect() as connection:
        connection.execute(
            "create table exits (cohort varchar, days int, exits bigint, events bigint, competing bigint)"
        )
        connection.executemany(
            "insert into exits values ('all', ?, ?, ?, ?)", [(days, *counts) for days, counts in exits.items()]
        )
        rows = connection.execute(
            "select days, at_risk, events, survival, cumulative_share, survival_low, survival_high"
            f" from ({compiled}) order by days"
        ).fetchall()
    return {days: Point(*values) for days, *values in rows}


def lung() -> Exits:
    with FIXTURE.open(encoding="utf-8", newline="") as file:
        patients = [(int(float(row["time"])), row["status"] == DIED) for row in csv.DictReader(file)]
    exits = Counter(days for days, _ in patients)
    deaths = Counter(days for days, has_died in patients if has_died)
    return {days: (count, deaths[days], 0) for days, count in exits.items()}


def exact_survival(exits: Exits) -> dict[int, Fraction]:
    """The product, by hand: no logarithm, no rounding."""
    at_risk, survival, found = sum(count for count, _, _ in exits.values()), Fraction(1), {}
    for days, (count, events, _) in sorted(exits.items()):
        survival *= Fraction(at_risk - events, at_risk)
        at_risk -= count
        found[days] = survival
    return found


def exact_cumulative_share(exits: Exits) -> dict[int, Fraction]:
    """Aalen–Johansen by redistribution: whoever is censored hands her share on to those who are still there."""
    shares, found = Fraction(0), {}
    at_risk = sum(count for count, _, _ in exits.values())
    weight = Fraction(1, at_risk)  # of each one who is still there
    for days, (count, events, competing) in sorted(exits.items()):
        shares += events * weight
        censored, remaining = count - events - competing, at_risk - count
        if remaining:
            weight += censored * weight / remaining
        at_risk = remaining
        found[days] = shares
    return found


class TestLung:
    def test_the_fixture_is_the_published_data(self) -> None:
        assert sum(count for count, _, _ in lung().values()) == 228
        assert sum(deaths for _, deaths, _ in lung().values()) == 165

    def test_median_and_its_log_log_interval_are_the_published_ones(self, compiled: str) -> None:
        points = curve(compiled, lung())

        assert next(days for days, point in points.items() if point.survival <= 0.5) == 310
        assert next(days for days, point in points.items() if point.low is not None and point.low <= 0.5) == 284
        assert next(days for days, point in points.items() if point.high is not None and point.high <= 0.5) == 361

    def test_survival_is_the_exact_product_at_every_time(self, compiled: str) -> None:
        points, exact = curve(compiled, lung()), exact_survival(lung())

        assert points.keys() == exact.keys()
        assert max(abs(points[days].survival - float(exact[days])) for days in exact) < 1e-13

    @pytest.mark.parametrize(
        ("days", "at_risk", "survival"),
        # One dies on day 5, three on day 11: 227/228 × 224/227. Nobody leaves otherwise before day 92.
        [(5, 228, Fraction(227, 228)), (11, 227, Fraction(224, 228))],
    )
    def test_first_steps_are_those_of_a_hand_count(
        self, compiled: str, days: int, at_risk: int, survival: Fraction
    ) -> None:
        point = curve(compiled, lung())[days]

        assert point.at_risk == at_risk
        assert point.survival == pytest.approx(float(survival), abs=1e-15)

    def test_without_competing_events_the_cumulative_share_is_the_complement(self, compiled: str) -> None:
        points = curve(compiled, lung())

        assert all(abs(point.cumulative_share + point.survival - 1) < 1e-12 for point in points.values())


class TestCompetingEvents:
    # Ten units. Week 1: two events, one lost, one censored. Week 2: one lost. Week 3: two events, one censored.
    # Week 4: the last two are lost and have the event.
    EXITS: ClassVar[Exits] = {1: (4, 2, 1), 2: (1, 0, 1), 3: (3, 2, 0), 4: (2, 1, 1)}

    def test_aalen_johansen_by_hand(self, compiled: str) -> None:
        points = curve(compiled, self.EXITS)

        # Still there without either: 7/10 after week 1 of ten, then × 5/6, × 3/5.
        assert points[1].cumulative_share == pytest.approx(2 / 10)
        assert points[2].cumulative_share == pytest.approx(2 / 10)
        assert points[3].cumulative_share == pytest.approx(2 / 10 + 7 / 10 * 5 / 6 * 2 / 5)
        assert points[4].cumulative_share == pytest.approx(2 / 10 + 7 / 10 * 5 / 6 * (2 / 5 + 3 / 5 * 1 / 2))

    def test_kaplan_meier_takes_what_competes_for_censored(self, compiled: str) -> None:
        points = curve(compiled, self.EXITS)

        assert points[4].survival == pytest.approx(8 / 10 * 6 / 6 * 3 / 5 * 1 / 2)

    def test_aalen_johansen_equals_redistribution_to_the_right(self, compiled: str) -> None:
        # Those who died on an even day are taken as lost to something else.
        exits = {
            days: (count, *((deaths, 0) if days % 2 else (0, deaths))) for days, (count, deaths, _) in lung().items()
        }
        points, exact = curve(compiled, exits), exact_cumulative_share(exits)

        assert sum(competing for _, _, competing in exits.values()) > 20
        assert max(abs(points[days].cumulative_share - float(exact[days])) for days in exact) < 1e-12


class TestLastUnits:
    def test_survival_stays_zero_after_the_last_unit_had_the_event(self, compiled: str) -> None:
        points = curve(compiled, {1: (1, 1, 0), 2: (2, 2, 0), 3: (0, 0, 0)})

        assert [points[days].survival for days in (1, 2, 3)] == pytest.approx([2 / 3, 0, 0])
        assert [points[days].cumulative_share for days in (1, 2, 3)] == pytest.approx([1 / 3, 1, 1])
        assert points[3].at_risk == 0

    def test_no_error_is_claimed_where_nothing_has_happened_or_nobody_is_left(self, compiled: str) -> None:
        points = curve(compiled, {1: (1, 0, 0), 2: (1, 1, 0)})

        assert (points[1].survival, points[1].low, points[1].high) == (1.0, None, None)
        assert (points[2].survival, points[2].low, points[2].high) == (0.0, None, None)
