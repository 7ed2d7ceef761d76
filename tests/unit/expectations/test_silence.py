"""A source is silent where an export is missing, and only there; what somebody accepted stays visible."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest

from dagster_project.waivers import Waiver
from dagster_project.workspace import Workspace
from expectations.gate import gather_warnings
from expectations.laws import fill_law_results
from tests.unit.expectations.conftest import open_both

# The workspace's as_of is 30 April 2025, a Wednesday; its calls begin in March.
WEEKLY = "'week', 3, null, null, null"


class PhoneLog:
    """The source `phone_log`, declared and sighted anew by a test."""

    def __init__(self, workspace: Workspace, injure: Callable[[str], None]) -> None:
        self._workspace = workspace
        self._injure = injure
        injure(
            "delete from landing.return_sources where return_source = 'phone_log';"
            "delete from landing.sightings where contract = 'phone_log'"
        )

    def declare(self, declared: str) -> None:
        """`declared`: every, grace, from, until, pauses."""
        self._injure(
            f"insert into landing.return_sources values ('phone_log', 'phone_log', 'returns', 'returns', {declared})"
        )

    def see(self, *days: str, part: str | None = None) -> None:
        """Sightings of these days at ten."""
        for day in days:
            named = "null" if part is None else f"'{part}'"
            self._injure(
                "insert into landing.sightings values "
                f"('d1', 'phone_log', timestamp '{day} 10:00:00', null, {named}, false)"
            )

    def rows(self, *waivers: Waiver) -> list[tuple[str, Decimal, Decimal, str | None]]:
        """Rows of the law: period, expected, found, first keys."""
        with open_both(self._workspace) as con:
            fill_law_results(con, waivers=waivers)
            return con.execute(
                "select period, expected, found, first_keys from marts.law_results "
                "where law = 'returns_silence' and source = 'phone_log' order by period"
            ).fetchall()

    def silences(self, *waivers: Waiver) -> int:
        """How many silences break the law."""
        return sum(int(found - expected) for _, expected, found, _ in self.rows(*waivers))

    def warnings(self, *waivers: Waiver) -> list[str]:
        """What the gate warns of."""
        with open_both(self._workspace) as con:
            fill_law_results(con, waivers=waivers)
            return gather_warnings(con)


@pytest.fixture
def phone_log(workspace: Workspace, injure: Callable[[str], None]) -> PhoneLog:
    return PhoneLog(workspace, injure)


def waiver(until: str, part: str | None = None) -> Waiver:
    return Waiver(source="phone_log", part=part, until=date.fromisoformat(until), reason="the exchange was replaced")


@pytest.mark.parametrize(
    ("declared", "sightings", "silences"),
    [
        ("null, null", ["2025-04-09", "2025-04-20", "2025-04-30"], 1),  # 11 days: one more than a week and 3 days
        ("null, null", ["2025-04-10", "2025-04-20", "2025-04-30"], 0),
        ("null, date '2025-02-10'", ["2025-02-01"], 0),  # ended nine days after its last sighting
        ("null, date '2025-02-10'", ["2025-02-01", "2025-04-30"], 0),  # a last file long after its end
        ("null, null", [], 0),  # neither declared nor seen: dormant
        ("date '2025-04-25', null", [], 0),  # younger than cadence and grace
        ("date '2025-03-02', null", ["2025-04-30"], 0),  # the first delivery reaches back to the beginning
        ("date '2025-01-01', null", ["2025-04-30"], 1),  # nothing before March was ever delivered
        ("date '2026-01-01', null", [], 0),  # begins after as_of
    ],
)
def test_silence_is_measured_between_sightings_within_the_life_of_a_source(
    phone_log: PhoneLog, declared: str, sightings: Sequence[str], silences: int
) -> None:
    phone_log.declare(f"'week', 3, {declared}, null")
    phone_log.see(*sightings)
    assert phone_log.silences() == silences


@pytest.mark.parametrize(
    ("days", "silences"),
    [
        # Monday 21 to Wednesday 30 April 2025; the 26th and 27th are a weekend.
        (["21", "22", "23", "24", "25", "28", "29", "30"], 0),  # never on a weekend
        (["21", "22", "23", "25", "28", "29", "30"], 1),  # Thursday is missing
        (["21", "22", "23", "24", "25", "29", "30"], 1),  # Monday after a weekend is missing
        (["21", "22", "23", "24", "25", "26", "28", "29", "30"], 0),  # on Saturdays, never on Sundays
    ],
)
def test_a_daily_source_may_rest_on_the_weekend(phone_log: PhoneLog, days: Sequence[str], silences: int) -> None:
    phone_log.declare("'day', 0, null, null, null")
    phone_log.see(*(f"2025-04-{day}" for day in days))
    assert phone_log.silences() == silences


def test_a_weekend_counts_for_a_daily_source_that_delivers_on_weekends(phone_log: PhoneLog) -> None:
    phone_log.declare("'day', 0, null, null, null")
    phone_log.see("2025-04-19", "2025-04-20", "2025-04-21", "2025-04-22", "2025-04-23", "2025-04-24", "2025-04-25")
    phone_log.see("2025-04-28", "2025-04-29", "2025-04-30")
    assert phone_log.silences() == 1


@pytest.mark.parametrize(
    ("pauses", "sightings", "silences"),
    [
        # A weekly source with 3 days of grace that sleeps from late July to early September 2024: 31 of 42 days are
        # August, 11 are left.
        ("08-01..08-31", ["2024-07-25", "2024-09-05"], 1),
        ("08-01..09-01", ["2024-07-25", "2024-09-05"], 0),
        ("2024-08-01..2024-09-01", ["2024-07-25", "2024-09-05"], 0),
        ("2023-08-01..2023-09-01", ["2024-07-25", "2024-09-05"], 1),  # the pause of another year
        ("12-20..01-06", ["2024-12-15", "2025-01-11"], 0),  # over New Year
        ("05-01..05-09, 12-20..01-06", ["2024-12-15", "2025-01-11"], 0),
    ],
)
def test_days_of_a_declared_pause_do_not_count(
    phone_log: PhoneLog, pauses: str, sightings: Sequence[str], silences: int
) -> None:
    phone_log.declare(f"'week', 3, null, date '{sightings[-1]}', '{pauses}'")
    phone_log.see(*sightings)
    assert phone_log.silences() == silences


def test_each_part_of_a_partial_snapshot_has_to_be_seen(phone_log: PhoneLog) -> None:
    phone_log.declare(WEEKLY)
    phone_log.see("2025-04-10", "2025-04-18", "2025-04-26", part="north")
    phone_log.see("2025-04-10", "2025-04-26", part="south")
    ((period, expected, found, first_keys),) = phone_log.rows()
    assert (period, expected, found) == ("phone_log", 0, 1)
    assert first_keys == "part south from 2025-04-10 to 2025-04-26, 16 days where 10 are allowed"


def test_an_accepted_silence_breaks_nothing_and_stays_visible(phone_log: PhoneLog) -> None:
    phone_log.declare(WEEKLY)
    phone_log.see("2025-04-01", "2025-04-25")
    assert phone_log.silences() == 1
    rows = phone_log.rows(waiver("2025-04-25"))
    span = "from 2025-04-01 to 2025-04-25, 24 days where 10 are allowed"
    assert rows == [
        ("phone_log", 0, 0, None),
        ("phone_log accepted until 2025-04-25", 1, 1, f"{span}: the exchange was replaced"),
    ]
    assert (
        f"the silence of return source phone_log {span}, is accepted until 2025-04-25: the exchange was replaced"
        in phone_log.warnings(waiver("2025-04-25"))
    )


def test_a_waiver_that_ends_before_the_silence_does_has_expired(phone_log: PhoneLog) -> None:
    phone_log.declare(WEEKLY)
    phone_log.see("2025-04-01")  # silent until as_of, 30 April
    assert phone_log.silences(waiver("2025-04-30")) == 0
    assert phone_log.silences(waiver("2025-04-29")) == 1
    assert phone_log.silences(waiver("2025-04-29"), waiver("2025-05-31")) == 0
    ((_, _, _, first_keys),) = phone_log.rows(waiver("2025-04-29"))
    assert first_keys == ("from 2025-04-01 to 2025-04-30, 29 days where 10 are allowed (was accepted until 2025-04-29)")


def test_a_part_is_accepted_by_itself(phone_log: PhoneLog) -> None:
    phone_log.declare(WEEKLY)
    phone_log.see("2025-04-10", "2025-04-20", "2025-04-30", part="north")
    phone_log.see("2025-04-10", part="south")
    assert phone_log.silences(waiver("2025-04-30", part="north")) == 1
    assert phone_log.silences(waiver("2025-04-30", part="south")) == 0


def test_a_waiver_of_a_source_that_is_not_declared_is_told(phone_log: PhoneLog) -> None:
    assert "a silence of phone_log is accepted, but no contract declares that return source" in phone_log.warnings(
        waiver("2025-04-30")
    )


def _weeks(counts: Sequence[int]) -> str:
    """Returns on the Tuesdays of consecutive weeks, the last of which begins on 14 April 2025."""
    return "delete from marts.fct_returns where source = 'phone_log';" + "".join(
        f"insert into marts.fct_returns (return_key, source, returned_at) select 'w{back}-' || n, 'phone_log', "
        f"timestamp '2025-04-15 12:00:00' - interval {7 * back} day from range({count}) as numbers (n);"
        for back, count in enumerate(reversed(counts))
        if count
    )


@pytest.mark.parametrize(
    ("last", "warned"),
    [
        # Eight weeks of 16: (√16.375 − 1.5)² − 0.375 = 6.1 and (√16.375 + 1.5)² − 0.375 = 30.4.
        (7, ""),
        (30, ""),
        (6, "6 returns in the week of 2025-04-14; its range for that season is 7 to 30 (mean of the 8 weeks before"),
        (31, "31 returns in the week of 2025-04-14; its range for that season is 7 to 30 (mean of the 8 weeks before"),
        (0, "0 returns in the week of 2025-04-14; its range for that season is 7 to 30 (mean of the 8 weeks before"),
    ],
)
def test_a_week_outside_the_range_of_the_weeks_before_is_told(
    phone_log: PhoneLog, injure: Callable[[str], None], last: int, warned: str
) -> None:
    phone_log.declare("'none', 0, null, null, null")
    phone_log.see("2025-04-14", "2025-04-21")
    injure(_weeks([16] * 10 + [last]))
    told = [text for text in phone_log.warnings() if "range" in text]
    assert [warned in text for text in told] == ([True] if warned else [])


def test_a_low_season_that_came_every_year_is_no_surprise(phone_log: PhoneLog, injure: Callable[[str], None]) -> None:
    phone_log.declare("'none', 0, null, null, null")
    phone_log.see("2025-04-14", "2025-04-21")
    year = [4] * 5 + [16] * 47  # the five weeks around this one, a year ago, had four returns each
    injure(_weeks([16] * 10 + year[3:] + [16] * 2 + [2]))
    assert [text for text in phone_log.warnings() if "range" in text]
    injure(_weeks([16] * 10 + year + [2]))
    assert [text for text in phone_log.warnings() if "range" in text] == []


def test_only_the_weeks_of_the_last_sighting_are_judged(phone_log: PhoneLog, injure: Callable[[str], None]) -> None:
    phone_log.declare("'none', 0, null, null, null")
    phone_log.see("2025-04-07", "2025-04-14", "2025-04-21")
    injure(_weeks([16] * 10 + [0, 16]))
    assert [text for text in phone_log.warnings() if "range" in text] == []
