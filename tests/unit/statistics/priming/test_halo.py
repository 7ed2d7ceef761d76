"""The halo in markets whose truth is known: cells sent to on calendars of their own, and news that moves them all."""

import numpy as np
import pytest

from dagster_project.statistics.priming.halo import Cells, count_calendars, judge_halo
from dagster_project.statistics.priming.kernels import delayed_geometric_kernel, spread

KERNEL = delayed_geometric_kernel(0.7, 4, 27)
CELLS, WEEKS = 16, 182


def market(seed: int, direct: float, others: float, *, calendars: int = CELLS, ticket_effect: float = 0.0) -> Cells:
    """Sixteen cells; half of the baseline of a reached prospect is direct, whatever the outflows bring."""
    rng = np.random.default_rng(seed)
    plans = np.repeat(rng.integers(0, 2, (calendars, WEEKS // 7)), 7, axis=1) * 60.0
    outflows = plans[np.arange(CELLS) % calendars]
    news = np.exp(0.3 * np.cumsum(rng.normal(size=WEEKS)) / 5)
    baseline = np.linspace(1.0, 3.0, CELLS)[:, None] * news
    delayed = np.array([spread(each, KERNEL) for each in outflows])
    reached = np.array([np.convolve(each > 0, np.ones(16))[:WEEKS] for each in outflows]) / 16 * 0.5
    return Cells(
        outflows,
        rng.poisson(baseline * reached + direct * delayed).astype(np.float64),
        rng.poisson(baseline * (1 - reached) + others * delayed).astype(np.float64),
        rng.poisson(0.5 + ticket_effect * delayed).astype(np.float64),
        reached,
    )


@pytest.mark.parametrize("ratio", [0.5, 1.0])
def test_the_ratio_is_found_although_being_reached_makes_returns_direct(ratio: float) -> None:
    found = [judge_halo(market(seed, 0.02, 0.02 * ratio), KERNEL) for seed in range(8)]

    shown = [halo.ratio for halo in found if halo.ratio is not None]
    assert len(shown) >= 6
    assert sum(each.low <= ratio <= each.high for each in shown) >= len(shown) - 2
    assert np.median([each.value for each in shown]) == pytest.approx(ratio, rel=0.25)


def test_no_halo_is_claimed_where_outflows_bring_nothing_or_direct_returns_only() -> None:
    nothing = [judge_halo(market(seed, 0.0, 0.0), KERNEL).verdict for seed in range(8)]
    direct_only = [judge_halo(market(seed, 0.02, 0.0), KERNEL).verdict for seed in range(8)]

    assert nothing.count("shown") <= 1
    assert direct_only.count("shown") <= 1


def test_tickets_that_move_with_outflows_void_it() -> None:
    halo = judge_halo(market(1, 0.02, 0.02, ticket_effect=0.01), KERNEL)

    assert (halo.verdict, halo.ratio) == ("voided", None)
    assert "tickets" in halo.reason


def test_cells_of_one_calendar_count_once() -> None:
    few = market(1, 0.02, 0.02, calendars=5)

    assert count_calendars(few.outflows) == 5
    assert judge_halo(few, KERNEL).verdict == "cannot_tell"
    assert judge_halo(few, KERNEL).reason.startswith("5 cells")
