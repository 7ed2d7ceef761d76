"""Claims on stopping, from counts and sums worked out by hand."""

import pytest

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.stop_claims import MEASURES, RunningChannel, StopEvidence, total
from dagster_project.statistics.verdicts import Claim

BENCHMARKS = read_benchmarks(reference_seeds_dir() / "benchmarks.csv")


def judged(name: str, evidence: StopEvidence) -> Claim:
    return MEASURES[name](evidence, BENCHMARKS[name])


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(40, 0, "holds"), (9, 1, "cannot_tell"), (2, 30, "does_not_hold"), (4, 0, "cannot_tell")],
)
def test_nine_in_ten_stops_before_priming_is_a_matter_of_their_number(before: int, after: int, verdict: str) -> None:
    claim = judged("stops_before_priming", StopEvidence(before + after + 3, before, after))

    assert claim.verdict == verdict
    assert f"{before} of {before + after}" in claim.reason or claim.measured is None


def test_stops_cost_more_than_they_save_if_the_lower_limit_does() -> None:
    forgone = total([Estimate(500, 150, 900), Estimate(300, 50, 700)])

    assert forgone == Estimate(800, 200, 1600)
    assert judged("stops_cost_more", StopEvidence(2, 0, 2, 2, forgone, 100)).measured == Estimate(8, 2, 16)
    assert judged("stops_cost_more", StopEvidence(2, 0, 2, 2, forgone, 100)).verdict == "holds"
    assert judged("stops_cost_more", StopEvidence(2, 0, 2, 2, forgone, 300)).verdict == "cannot_tell"
    assert judged("stops_cost_more", StopEvidence(2)).verdict == "cannot_tell"


def test_each_running_channel_has_its_sentence() -> None:
    running = [
        RunningChannel("email", "keep", None, 46.04, 3198.2),
        RunningChannel("fax", "stop", None, None, None),
        RunningChannel("letter", "judge in week", 11, None, None),
        RunningChannel("phone", "cannot_tell", None, None, None),
    ]

    reason = judged("persistence", StopEvidence(running=running)).reason

    assert reason.startswith(
        "email: keep, 46 returns in 26 weeks are at stake (3,198 net). fax: stop. letter: judge in week 11. "
        "phone: cannot be told."
    )
