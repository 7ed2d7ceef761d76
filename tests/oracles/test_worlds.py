"""One whole simulated market judged against its truth; a hundred of them stand in docs/marts/stops.md."""

from benchmarks.calibration.worlds import market


def test_stops_cost_what_the_truth_expects_and_working_series_are_kept() -> None:
    found = market("everyday", 1002)  # the first of them in which costs of both e-mail and letters are told

    told = [stop for stop in found["stops"] if stop["low"] is not None]
    assert len(told) >= 20
    assert sum(stop["low"] <= stop["referred"] <= stop["high"] for stop in told) >= 0.85 * len(told)
    assert found["advice"]["works, judged"] >= 20
    assert found["advice"]["works, ever: stop"] <= 0.15 * found["advice"]["works, judged"]  # 5 % and luck of one market
