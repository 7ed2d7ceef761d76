"""What the claims on stopping are judged on, read from `outflow_stops` and `persistence_advice`.

Holds the queries. Must not judge (`statistics/stop_claims.py`).
"""

import duckdb

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.stop_claims import RunningChannel, StopEvidence, total

# A channel that stops everywhere stops in each region: where regions are known, they alone are counted.
_STOPS = """
select
    was_primed,
    cast(revenue_forgone as double),
    cast(returns_forgone as double),
    cast(returns_forgone_low as double),
    cast(returns_forgone_high as double),
    cast(cost_saved as double)
from marts.outflow_stops
where region is not null
    or channel not in (select channel from marts.outflow_stops where region is not null)
order by stop_key
"""
_RUNNING = """
select segment, advice, judge_in_week, cast(returns_at_stake as double), cast(net_at_stake as double)
from marts.persistence_advice
where segment_type = 'channel'
order by segment
"""


def read_stop_evidence(con: duckdb.DuckDBPyConnection) -> StopEvidence:
    """All stops, from the marts just built."""
    stops = con.execute(_STOPS).fetchall()
    costed, saved = [], 0.0
    for _, revenue, returns, low, high, cost in stops:
        if revenue is not None and cost is not None and returns:
            costed.append(Estimate(revenue, revenue * low / returns, revenue * high / returns))
            saved += cost
    known = [primed for primed, *_ in stops if primed is not None]
    return StopEvidence(
        stops=len(stops),
        before_priming=known.count(False),
        after_priming=known.count(True),
        costed=len(costed),
        forgone=total(costed),
        saved=saved if costed else None,
        running=[RunningChannel(*row) for row in con.execute(_RUNNING).fetchall()],
    )
