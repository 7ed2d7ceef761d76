"""The halo of `return_origins`: cells by week read from the marts being built, the verdict written into segment all.

Holds the query. Must not judge (`statistics/priming/halo.py`).
"""

from collections.abc import Sequence
from datetime import date

import duckdb
import numpy as np

from dagster_project.statistics.priming.halo import Cells, Halo, judge_halo
from dagster_project.statistics.priming.segments import Judged
from dagster_project.tables import rounded

_CELLS = """
select region, industry, week_starts_on, outflows, direct, others, tickets, cast(exposed_share as double)
from marts.prospect_weeks
where week_starts_on <= ?
order by region, industry, week_starts_on
"""
_WRITE = """
update marts.return_origins
set halo_ratio = ?, halo_low = ?, halo_high = ?, halo_verdict = ?, halo_reason = ?
where segment_type = 'all'
"""


def write_halo(con: duckdb.DuckDBPyConnection, judged: Sequence[Judged], ends_on: date) -> Halo:
    """Judge the halo of the market; its lags are those of all outflows together."""
    shape = next((each.finding.shape for each in judged if each.segment.segment_type == "all"), None)
    rows = con.execute(_CELLS, [ends_on]).fetchall()
    if shape is None or not rows:
        halo = Halo("cannot_tell", None, "Too little is known of outflows and returns to fit their lags.")
    else:
        halo = judge_halo(_cells(rows, ends_on), shape.kernel)
    ratio = halo.ratio
    numbers = (ratio.value, ratio.low, ratio.high) if ratio else (None, None, None)
    con.execute(_WRITE, [*map(rounded, numbers), halo.verdict, halo.reason])
    return halo


def _cells(rows: Sequence[tuple[str, str, date, int, int, int, int, float | None]], ends_on: date) -> Cells:
    """Weeks without a row are zero; the share reached goes on until another is known."""
    names = sorted({(region, industry) for region, industry, *_ in rows})
    first = min(row[2] for row in rows)
    weeks = (ends_on - first).days // 7 + 1
    counts = np.zeros((4, len(names), weeks))
    known = {region: np.full(weeks, np.nan) for region, _ in names}
    for region, industry, monday, *numbers, share in rows:
        week = (monday - first).days // 7
        counts[:, names.index((region, industry)), week] = numbers
        if share is not None:
            known[region][week] = share
    exposed = np.array([_carried(known[region]) for region, _ in names])
    outflows, direct, others, tickets = counts
    return Cells(outflows, direct, others, tickets, exposed)


def _carried(shares: np.ndarray) -> np.ndarray:
    weeks = np.arange(len(shares))
    seen = np.flatnonzero(~np.isnan(shares))
    if not len(seen):
        return np.zeros(len(shares))
    last = np.maximum(np.searchsorted(seen, weeks, side="right") - 1, 0)
    return np.asarray(shares[seen[last]])
