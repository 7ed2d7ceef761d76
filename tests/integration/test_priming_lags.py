"""Priming lags and stops of the sample exports, whose truth is known."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

TRUTH = Path(__file__).parents[2] / "seeds" / "exports" / "truth"
LAGS = ("onset", "half", "steady", "peak", "mean_lag")
pytestmark = pytest.mark.slow


@pytest.fixture
def marts(demo: Path):
    with duckdb.connect(str(demo / "published" / "marts.duckdb"), read_only=True) as con:
        yield con


def test_the_effect_of_e_mail_is_seen_between_regions_with_the_truth_within_its_limits(marts) -> None:
    truth = json.loads((TRUTH / "truth.json").read_text(encoding="utf-8"))["channels"]["email"]
    limits = ", ".join(f"{lag}_low, {lag}_high" for lag in LAGS)

    found = marts.execute(
        f"select has_effect, returns_per_1000_low, returns_per_1000_high, {limits} from marts.priming_lags"
        " where segment_type = 'channel_by_region' and segment = 'email'"
    ).fetchone()

    assert found[0]
    assert found[1] <= truth["returns_per_1000_received"] <= found[2]
    for at, lag in enumerate(LAGS):
        assert found[3 + 2 * at] <= truth["lags"][f"{lag}_weeks"] <= found[4 + 2 * at]


def test_nothing_is_claimed_of_a_channel_that_the_data_cannot_judge(marts) -> None:
    unclaimed = marts.execute(
        "select count(*) from marts.priming_lags"
        " where verdict = 'cannot_tell' and (cause is null or length(reason) < 40)"
    ).fetchone()
    lags = marts.execute(
        "select count(*) from marts.priming_lags where has_effect is not true and onset_weeks is not null"
    ).fetchone()

    assert unclaimed == (0,)
    assert lags == (0,)


def test_both_series_of_letters_are_found_stopped_in_their_week(marts) -> None:
    stops = marts.execute(
        "select cast(stopped_on as varchar), weeks_run from marts.outflow_stops"
        " where segment_type = 'channel' and channel = 'letter' order by 1"
    ).fetchall()

    # Four weeks of letters, shorter than their dead time; later a full series.
    assert stops == [("2022-11-07", 4), ("2024-08-12", 27)]


def test_what_stops_of_e_mail_cost_lies_within_the_limits(marts) -> None:
    with (TRUTH / "stops.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (row["channel"], row["region"], row["stopped_on"]): float(row["forgone_expected"])
            for row in csv.DictReader(file)
        }
    costs = marts.execute(
        "select channel, region, cast(stopped_on as varchar), returns_forgone_low, returns_forgone_high"
        " from marts.outflow_stops where returns_forgone is not null and region is not null"
    ).fetchall()

    # A bounce that the log does not tell of can move a stop by a week: those are left out.
    judged = [low <= expected[key] <= high for *key_, low, high in costs if (key := tuple(key_)) in expected]
    assert len(judged) >= 20
    assert sum(judged) >= 0.85 * len(judged)


def test_kernels_sum_to_one_and_lie_within_their_limits(marts) -> None:
    kernels = marts.execute(
        "select segment_type, segment, count(*), sum(value), bool_and(low <= value and value <= high)"
        " from marts.fitted_parameters where model = 'priming_lags' group by all"
    ).fetchall()

    assert kernels
    for *_, lags, total, is_within in kernels:
        assert (lags, is_within) == (27, True)
        assert float(total) == pytest.approx(1, abs=0.002)
