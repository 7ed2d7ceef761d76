"""A claim, its benchmark, and when a measured interval confirms or refutes it.

Holds the one rule that turns an interval into a verdict. Must not hold a benchmark: those are data.
"""

from dataclasses import dataclass
from typing import Literal

from dagster_project.statistics.intervals import Estimate

Verdict = Literal["holds", "does_not_hold", "cannot_tell"]


@dataclass(frozen=True)
class Benchmark:
    """What a claim says, as it stands in `benchmarks.csv`.

    `low` and `high` are the range that its words allow ("about 80 %"); None is no limit. `value` is None where the
    claim names no number.
    """

    claim: str
    statement: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    reading: str


@dataclass(frozen=True)
class Claim:
    """A claim beside what was measured: one row of the table `claims`."""

    benchmark: Benchmark
    measured: Estimate | None
    verdict: Verdict
    reason: str
    mart: str


def verdict_on(estimate: Estimate, benchmark: Benchmark) -> Verdict:
    """Holds if all of the interval lies in the allowed range, does not hold if none of it does, else cannot be told.

    A wide interval thus never confirms a claim: want of data is no proof.
    """
    low = float("-inf") if benchmark.low is None else benchmark.low
    high = float("inf") if benchmark.high is None else benchmark.high
    if low <= estimate.low and estimate.high <= high:
        return "holds"
    if estimate.high < low or high < estimate.low:
        return "does_not_hold"
    return "cannot_tell"
