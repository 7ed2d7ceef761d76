"""Claims on outflows and on the reasons for stopping: which segment decides, and when nothing can be told."""

import pytest

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir
from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.outflow_claims import MEASURES, REASONS, FittedEffect, OutflowEvidence
from dagster_project.statistics.verdicts import Claim

BENCHMARKS = read_benchmarks(reference_seeds_dir() / "benchmarks.csv")
SHOWN = FittedEffect("email", True, Estimate(30, 20, 40), Estimate(12, 10, 14))
NONE = FittedEffect("letter", False, Estimate(0.1, -0.5, 0.7), None)
OPEN = FittedEffect("phone", None, None, None)


def judged(name: str, evidence: OutflowEvidence) -> Claim:
    return MEASURES[name](evidence, BENCHMARKS[name])


@pytest.mark.parametrize("name", MEASURES)
def test_without_data_nothing_can_be_told(name: str) -> None:
    claim = judged(name, OutflowEvidence())
    assert (claim.verdict, claim.measured) == ("cannot_tell", None)
    assert claim.reason.endswith(".")


def test_the_first_segment_with_an_effect_decides() -> None:
    claim = judged("returns_follow_outflows", OutflowEvidence(effects=[OPEN, NONE, SHOWN]))
    assert (claim.verdict, claim.measured) == ("holds", Estimate(30, 20, 40))
    after = judged("flow_after_a_stop", OutflowEvidence(effects=[OPEN, NONE, SHOWN]))
    assert (after.verdict, after.measured) == ("holds", Estimate(12, 10, 14))


def test_no_effect_needs_every_segment_to_be_told() -> None:
    assert judged("returns_follow_outflows", OutflowEvidence(effects=[NONE, NONE])).verdict == "does_not_hold"
    assert judged("returns_follow_outflows", OutflowEvidence(effects=[NONE, OPEN])).verdict == "cannot_tell"


@pytest.mark.parametrize(("claim", "given"), REASONS.items())
def test_a_reason_is_judged_by_the_stops_of_which_the_data_tell(claim: str, given: str) -> None:
    refuted = OutflowEvidence(reasons={given: {"confirmed": 1, "refuted": 19, "cannot_tell": 50}})
    assert judged(claim, refuted).verdict == "does_not_hold"
    right = OutflowEvidence(reasons={given: {"confirmed": 19, "refuted": 1}})
    assert judged(claim, right).verdict == "holds"
    few = OutflowEvidence(reasons={given: {"confirmed": 2, "refuted": 2, "cannot_tell": 50}})
    assert (judged(claim, few).verdict, judged(claim, few).measured) == ("cannot_tell", None)
