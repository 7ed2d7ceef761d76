"""From what the expectations said and what `law_results` holds to a verdict per law.

Holds the reading of `law_results` and the agreement of both witnesses: Great Expectations decides, the table gives the
numbers, and where they disagree the law is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from dagster_project.confinement import confine
from expectations.judgement import Failure, LawVerdict
from expectations.laws import Law
from expectations.outcome import Outcome


@dataclass
class Checks:
    """What `law_results` holds of one law: how many rows, and those that differ."""

    rows: int = 0
    differing: list[tuple[str, str, Decimal, Decimal, Decimal, str | None]] = field(default_factory=list)


def read_results(database: Path) -> dict[str, Checks]:
    """Rows of `law_results` in the DuckDB file `database`, by law; the largest differences first."""
    table = f'"{database.stem}".main.law_results'
    results: dict[str, Checks] = {}
    with duckdb.connect(str(database), read_only=True) as con:
        confine(con, [])
        for law, rows in con.execute(f"select law, count(*) from {table} group by law").fetchall():
            results[law] = Checks(rows)
        differing = con.execute(
            f"select law, source, period, expected, found, difference, first_keys from {table} "
            "where difference <> 0 order by law, abs(difference) desc, source, period"
        ).fetchall()
    for law, *rest in differing:
        results[law].differing.append(tuple(rest))
    return results


def verdict_on(law: Law, outcomes: Sequence[Outcome], checks: Checks | None) -> LawVerdict:
    """The verdict on `law`: kept only if its expectations ran, passed, and the table shows no difference."""
    checks = checks or Checks()
    failures = tuple(Failure(law, *row) for row in checks.differing)
    mine = [outcome for outcome in outcomes if outcome.law == law.name]
    errors = [
        f"law {law.number} ({law.name}) could not be judged: {outcome.error}" for outcome in mine if outcome.error
    ]
    passed = bool(mine) and all(outcome.success for outcome in mine)
    if not passed and not failures and not errors and checks.rows:
        errors.append(f"law {law.number} ({law.name}) did not pass, though law_results shows no difference")
    return LawVerdict(law, checks.rows, failures, tuple(errors))
