"""A few trials of each family of the calibration: enough to see that the fit has come loose, not to prove it right.

The whole grid (`python -m benchmarks.calibration`) and its results stand in docs/priming.md.
"""

import pytest

from benchmarks.calibration.run import results_of, run_cells
from benchmarks.calibration.table import covers, false_alarms, is_right
from benchmarks.calibration.trials import Cell, trial
from dagster_project.statistics.priming.kernels import LAG_NAMES

SEEDS = 8
NULLS = ("shuffled", "leading", "season-timed", "companion", "baseline step", "stopped on weak returns")


def test_channels_that_do_nothing_are_seldom_said_to_work() -> None:
    cells = [Cell(name) for name in (*NULLS, "autocorrelation 0.95, on and off", "autocorrelation 0.5, bursts")]

    alarms = sum(false_alarms([trial(cell, number) for number in range(SEEDS)]) for cell in cells)

    # 64 trials at 5 %: more than 8 would come by luck in one of a hundred runs.
    assert alarms <= 8


@pytest.mark.parametrize(
    "cell",
    [Cell("on and off", "medium", 7), Cell("bursts", "medium", 0), Cell("varying", "strong", 14)],
    ids=lambda cell: f"{cell.name} {cell.delay}",
)
def test_a_visible_effect_gets_its_verdict_and_the_truth_lies_within_the_limits(cell: Cell) -> None:
    results = [trial(cell, number) for number in range(SEEDS)]

    assert sum(is_right(result) for result in results) >= 6
    within = [covers(result, measure) for result in results for measure in (*LAG_NAMES, "per_1000")]
    assert sum(within) >= 0.8 * len(within)


def test_an_interrupted_calibration_goes_on_where_it_stopped(tmp_path) -> None:
    cell = Cell("shuffled")
    run_cells([cell], 2, tmp_path, 1)
    path = tmp_path / cell.file_name
    path.write_text(path.read_text(encoding="utf-8") + '{"number": 7, "p"', encoding="utf-8")

    run_cells([cell], 3, tmp_path, 1)

    assert [result["number"] for result in results_of(cell, tmp_path)] == [0, 1, 2]
    assert results_of(cell, tmp_path)[:2] == [trial(cell, 0), trial(cell, 1)]
