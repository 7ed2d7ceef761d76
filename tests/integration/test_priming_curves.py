"""Priming curves of the simulated market, whose dead times are known: nothing returns before a letter can work."""

import csv
import json
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from warehouse import Warehouse

TRUTH = Path(__file__).parents[2] / "seeds" / "exports" / "truth"
pytestmark = pytest.mark.slow


def caused_by(channel: str) -> set[tuple[str, str, datetime]]:
    """Source, id and moment of the returns of persons whom an outflow of the channel moved."""
    with (TRUTH / "returns.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["return_source"], row["return_id"], datetime.fromisoformat(row["returned_at"]))
            for row in csv.DictReader(file)
            if row["cause"] == "personal" and row["cause_channel"] == channel
        }


def curve_of_caused(demo: Path, folder: Path, channel: str) -> list[tuple[int, int, int, float]]:
    """The curve of a channel's persons in a market with no other returns than those that it caused."""
    folder.mkdir()
    market = Warehouse(folder)
    shutil.copy(demo / ".amorce" / "warehouse.duckdb", market.warehouse_path)
    shutil.copy(demo / "published" / "marts.duckdb", market.marts_path)
    with duckdb.connect(str(market.warehouse_path)) as connection:
        connection.execute("create temp table caused (source varchar, return_id varchar, returned_at timestamp)")
        connection.executemany("insert into caused values (?, ?, ?)", sorted(caused_by(channel)))
        connection.execute(
            "delete from intermediate.int_unit_returns__listed where return_key not in ("
            " select returns.return_key from intermediate.int_returns__unioned as returns inner join caused"
            " on returns.source = caused.source and returns.returned_at = caused.returned_at"
            " and coalesce(returns.return_id, '') = caused.return_id)"
        )
    done = market.dbt("run", "--select", "int_unit_returns__listed+", "--exclude", "int_unit_returns__listed")
    assert done.returncode == 0, done.stdout
    return [
        (week, at_risk, events, float(share))
        for week, at_risk, events, share in market.query(
            "select week, at_risk, events, cumulative_share from marts.priming_curves"
            " where unit = 'contact' and segment_type = 'channel' and event = 'any'"
            f" and segment = '{channel}' and at_risk > 0 order by week"
        )
    ]


# E-mail, with a dead time of two weeks, and letters, with five.
@pytest.mark.parametrize("channel", ["email", "letter"])
def test_the_cumulative_share_rises_only_after_the_dead_time(demo: Path, tmp_path: Path, channel: str) -> None:
    parameters = json.loads((TRUTH / "truth.json").read_text(encoding="utf-8"))["channels"][channel]
    dead_weeks = int(parameters["dead_days"] // 7)

    curve = curve_of_caused(demo, tmp_path / channel, channel)

    assert curve[0][1] > 100, "too few persons entered the curve to prove anything"
    assert [share for week, _, _, share in curve if week < dead_weeks] == [0.0] * dead_weeks
    assert sum(events for week, _, events, _ in curve if dead_weeks <= week < dead_weeks + 12) >= 5
