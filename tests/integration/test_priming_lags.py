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


@pytest.fixture
def expected_costs() -> dict[tuple[str, str, str], float]:
    """Returns that each stop is expected to have cost, by channel, region and day, as the simulator has it."""
    with (TRUTH / "stops.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["channel"], row["region"], row["stopped_on"]): float(row["forgone_expected"])
            for row in csv.DictReader(file)
        }


def test_what_the_stops_of_letters_cost_lies_within_the_limits(marts, expected_costs) -> None:
    costs = marts.execute(
        "select cast(stopped_on as varchar), returns_forgone_low, returns_forgone_high from marts.outflow_stops"
        " where segment_type = 'channel' and channel = 'letter' and returns_forgone is not null order by 1"
    ).fetchall()

    assert [stopped_on for stopped_on, *_ in costs] == ["2022-11-07", "2024-08-12"]
    assert all(0 < low <= expected_costs["letter", "", stopped_on] <= high for stopped_on, low, high in costs)


def test_what_stops_of_e_mail_cost_lies_within_the_limits(marts, expected_costs) -> None:
    costs = marts.execute(
        "select channel, region, cast(stopped_on as varchar), returns_forgone_low, returns_forgone_high"
        " from marts.outflow_stops where returns_forgone is not null and region is not null"
    ).fetchall()

    # A bounce that the log does not tell of can move a stop by a week: those are left out.
    judged = [
        low <= expected_costs[key] <= high for *key_, low, high in costs if (key := tuple(key_)) in expected_costs
    ]
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


def test_every_stop_has_its_five_reasons_and_none_is_claimed_without_an_effect(marts) -> None:
    reasons = marts.execute(
        "select count(*), count(distinct reason), (select count(*) from marts.outflow_stops) from marts.stop_reasons"
    ).fetchone()
    claimed = marts.execute(
        "select count(*) from marts.stop_reasons join marts.outflow_stops using (stop_key)"
        " where basis is null and metric in ('returns', 'net_return') and stop_reasons.verdict <> 'cannot_tell'"
    ).fetchone()

    assert reasons == (5 * reasons[2], 5, reasons[2])
    assert claimed == (0,)


def test_e_mail_is_kept_for_it_works_and_no_running_channel_is_stopped(marts) -> None:
    truth = json.loads((TRUTH / "truth.json").read_text(encoding="utf-8"))["channels"]["email"]
    advice = dict(
        marts.execute("select segment, advice from marts.persistence_advice where segment_type = 'channel'").fetchall()
    )
    (per_week, low, high) = marts.execute(
        "select outflows, returns_at_stake_low, returns_at_stake_high from marts.persistence_advice"
        " where segment_type = 'channel' and segment = 'email'"
    ).fetchone()
    # Of 26 weeks of outflows those of week w have 26 − w weeks to bring their returns.
    arrived = sum(sum(truth["kernel"][: 26 - week]) for week in range(26))

    assert advice["email"] == "keep"
    assert "stop" not in advice.values()  # all four channels of the sample exports work
    assert float(low) <= float(per_week) * truth["returns_per_1000_received"] / 1000 * arrived <= float(high)


def test_a_plan_is_told_of_the_channel_whose_effect_is_shown_only(marts) -> None:
    plans = marts.execute(
        "select segment, count(lift), count(sends_per_week), min(verdict) from marts.outflow_plan group by 1 order by 1"
    ).fetchall()

    assert ("email", 16, 16) in [plan[:3] for plan in plans]
    assert {plan[3] for plan in plans if plan[1] == 0} == {"cannot_tell"}


def test_the_halo_is_not_claimed_where_five_regions_share_the_calendars(marts) -> None:
    halo = marts.execute(
        "select distinct halo_ratio, halo_verdict from marts.return_origins where segment_type = 'all'"
    ).fetchall()

    assert halo == [(None, "cannot_tell")]
