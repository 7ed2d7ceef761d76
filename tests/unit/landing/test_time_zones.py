from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.landing.time_zones import local_to_utc, utc_to_local

PARIS = ZoneInfo("Europe/Paris")


def _ask(expression: str, moment: str) -> datetime:
    row = duckdb.execute(f"select {expression} from (select timestamp '{moment}' as moment)").fetchone()
    assert row is not None
    found: datetime = row[0]
    return found


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2024-01-15 12:00", "2024-01-15 11:00"),
        ("2024-07-15 12:00", "2024-07-15 10:00"),
        ("2024-10-27 02:30", "2024-10-27 00:30"),  # occurs twice: the first, still summer time
        ("2024-10-27 03:00", "2024-10-27 02:00"),
        ("2024-03-31 02:30", "2024-03-31 01:30"),  # never occurs: read with the offset before the change
    ],
)
def test_local_times_become_utc_with_the_first_of_two_and_the_offset_before_a_gap(local: str, utc: str) -> None:
    assert _ask(local_to_utc("moment", PARIS), local) == datetime.fromisoformat(utc)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "UTC"])
@settings(max_examples=40, deadline=None)
@given(moment=st.datetimes(datetime(1990, 1, 2), datetime(2049, 12, 30)))
def test_sql_agrees_with_the_time_zone_database(zone: str, moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    aware = whole.replace(tzinfo=ZoneInfo(zone))
    expected = aware.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    assert _ask(local_to_utc("moment", ZoneInfo(zone)), str(whole)) == expected
    back = whole.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert _ask(utc_to_local("moment", ZoneInfo(zone)), str(whole)) == back
