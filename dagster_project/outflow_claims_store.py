"""What the claims on outflows and reasons for stopping are judged on, read from `priming_lags` and `stop_reasons`.

Holds the queries. Must not judge (`statistics/outflow_claims.py`).
"""

from collections import defaultdict

import duckdb

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.outflow_claims import FittedEffect, OutflowEvidence

# The whole market first, then channels as a whole or compared by region, the narrowest limits first.
_EFFECTS = """
select
    case when segment_type = 'all' then 'all channels' else segment end,
    has_effect,
    cast(returns_per_1000 as double), cast(returns_per_1000_low as double), cast(returns_per_1000_high as double),
    cast(steady_weeks as double), cast(steady_low as double), cast(steady_high as double)
from marts.priming_lags
where segment_type in ('all', 'channel', 'channel_by_region')
order by segment_type <> 'all', (returns_per_1000_high - returns_per_1000_low) / nullif(returns_per_1000, 0) nulls last,
    segment_type, segment
"""
# As for outflow_stops: a channel that stops everywhere stops in each region.
_REASONS = """
select reason, verdict, count(*)
from marts.stop_reasons
where segment_type = 'channel_region'
    or not exists (select 1 from marts.stop_reasons where segment_type = 'channel_region')
group by reason, verdict
order by reason, verdict
"""
_RESTARTS = "select count(*) from marts.outflow_stops where restarted_on is not null"


def read_outflow_evidence(con: duckdb.DuckDBPyConnection) -> OutflowEvidence:
    """Effects, reasons and restarts, from the marts just built."""
    reasons: dict[str, dict[str, int]] = defaultdict(dict)
    for reason, verdict, stops in con.execute(_REASONS).fetchall():
        reasons[reason][verdict] = stops
    (restarts,) = con.execute(_RESTARTS).fetchall()
    return OutflowEvidence(
        effects=[
            FittedEffect(segment, has_effect, _estimate(*limits[:3]), _estimate(*limits[3:]))
            for segment, has_effect, *limits in con.execute(_EFFECTS).fetchall()
        ],
        reasons=reasons,
        restarts=restarts[0],
    )


def _estimate(value: float | None, low: float | None, high: float | None) -> Estimate | None:
    return None if value is None or low is None or high is None else Estimate(value, low, high)
