"""What the claims on look-alikes, onboarding, service and contacts are judged on, read from the marts being built.

Holds the queries. Must not judge (`statistics/care_claims.py`).
"""

import duckdb

from dagster_project.statistics.care_claims import CareEvidence, FieldChange, Onboarding, Potential, Service
from dagster_project.statistics.intervals import Estimate

_POTENTIAL = (
    "select buyers, uncovered_lookalikes, verdict, reason from marts.lookalike_potential where segment_type = 'all'"
)
_ONBOARDING = """
select onboarding_kind, cast(saved_share as double), cast(saved_share_low as double), cast(saved_share_high as double),
    cast(coalesce(break_even_share, break_even_share_by_margin) as double), verdict, reason
from marts.onboarding_roi
where cohort = 'all'
order by onboarding_kind desc
"""
_SERVICE = """
select cast(adjusted_difference as double), cast(adjusted_difference_low as double),
    cast(adjusted_difference_high as double), verdict, reason
from marts.service_loyalty
where stratum = 'all'
order by band
limit 1
"""
_FIELDS = """
select field_kind, field, contacts, cast(changed_share as double)
from marts.field_changes
order by field_kind desc, field
"""


def read_care_evidence(con: duckdb.DuckDBPyConnection) -> CareEvidence:
    """The rows that decide, from the marts just built."""
    potential, service = con.execute(_POTENTIAL).fetchone(), con.execute(_SERVICE).fetchone()
    return CareEvidence(
        potential=Potential(*potential) if potential else None,
        onboarding=[
            Onboarding(kind, _estimate(*shares), needed, verdict, reason)
            for kind, *shares, needed, verdict, reason in con.execute(_ONBOARDING).fetchall()
        ],
        service=Service(_estimate(*service[:3]), *service[3:]) if service else None,
        fields=[FieldChange(*row) for row in con.execute(_FIELDS).fetchall()],
    )


def _estimate(value: float | None, low: float | None, high: float | None) -> Estimate | None:
    return None if value is None or low is None or high is None else Estimate(value, low, high)
