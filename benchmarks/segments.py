"""How long the fits of priming take on a large market: channels, and a region each, over five years of weeks.

Draws weekly flows and judges them all together as a run does, in one process of one thread. Nothing is asserted.
"""

import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from dagster_project.statistics.priming.flows import NONE, Flow
from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, geometric_kernel, spread
from dagster_project.statistics.priming.persistence import by_age
from dagster_project.statistics.priming.segments import judge_segments, lay_out

CHANNELS = ("email", "letter", "newsletter", "phone")
_FIRST = date(2020, 1, 6)
_SEED = 7
Result = TypeVar("Result")


def measure_segments(regions: int, weeks: int) -> str:
    """Judge a market of four channels in `regions` regions over `weeks` weeks and say what it took."""
    flows = list(_flows(regions, weeks))
    laid_out, segments = _timed(lambda: lay_out(flows, "Europe/Paris", _FIRST + timedelta(weeks=weeks - 1)))
    judging, judged = _timed(lambda: judge_segments(segments))
    aging, _ = _timed(lambda: [by_age(each) for each in judged])
    found = sum(each.judgement.has_effect is True for each in judged)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{len(judged)} segments of {weeks} weeks: laid out in {laid_out}, judged in {judging}, effects by age of the "
        f"spell in {aging}; peak {peak} MB. An effect in {found} of them."
    )


def _timed(work: Callable[[], Result]) -> tuple[str, Result]:
    """What the work took, in words, and its result."""
    seconds, cpu = time.perf_counter(), time.process_time()
    result = work()
    return f"{time.perf_counter() - seconds:.1f} s ({time.process_time() - cpu:.1f} CPU s)", result


def _flows(regions: int, weeks: int) -> Iterator[Flow]:
    """Each channel on and off in blocks, region by region; returns by a kernel that begins in the third week."""
    rng = np.random.default_rng(_SEED)
    kernel = np.roll(geometric_kernel(0.7, KERNEL_WEEKS), 3)
    kernel[:3] = 0
    for region in range(regions):
        expected = np.full(weeks, 8.0)
        for channel in CHANNELS:
            sends = rng.poisson(100, weeks) * np.repeat(rng.integers(0, 2, weeks // 8 + 1), 8)[:weeks]
            expected += 0.02 * spread(sends.astype(float), kernel)
            yield from _rows("outflow", region, channel, NONE, sends)
        yield from _rows("return", region, NONE, "web_form", rng.poisson(expected))


def _rows(flow: str, region: int, channel: str, source: str, items: np.ndarray) -> Iterator[Flow]:
    for week in np.flatnonzero(items).tolist():
        monday = _FIRST + timedelta(weeks=week)
        yield Flow(flow, f"region {region}", channel, NONE, source, monday, int(items[week]))
