"""Every stop of a market with the fit that speaks for it: channels, and channels in a region.

Holds which fit is believed. Must not judge the reasons for a stop (`stop_reasons.py`) nor what it cost (`stops.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.season import region_weekly
from dagster_project.statistics.priming.segments import Judged
from dagster_project.statistics.priming.stops import Stop, find_stops


@dataclass(frozen=True)
class Series:
    """What is sent by one channel, everywhere or in one region, and the fits that may speak for it.

    `own` is the fit of the channel; `basis` the first fit that shows an effect, None without one: regions ask the
    comparison of regions first. `mean_sends` are outflows a week to which the draws of `basis` refer.
    """

    channel: str
    region: str | None
    sends: Doubles
    weekly: Weekly
    own: Judged
    basis: Judged | None
    mean_sends: float

    @property
    def segment_type(self) -> str:
        """channel, or channel_region."""
        return "channel" if self.region is None else "channel_region"

    @property
    def segment(self) -> str:
        """The channel; in a region both."""
        return self.channel if self.region is None else f"{self.channel} / {self.region}"


@dataclass(frozen=True)
class Stopped:
    """A stop of a series, and the one before it in the same series."""

    series: Series
    stop: Stop
    earlier: Stop | None


def all_series(judged: Sequence[Judged]) -> list[Series]:
    """Every channel, and every channel in each region that can be compared."""
    found = []
    for each in judged:
        if each.segment.segment_type == "channel":
            by_region = _of(judged, "channel_by_region", each.segment.segment)
            found += list(_series(each, by_region))
    return found


def all_stops(series: Sequence[Series]) -> list[Stopped]:
    """Every stop of every series."""
    found = []
    for each in series:
        stops = find_stops(each.sends)
        found += [Stopped(each, stop, earlier) for stop, earlier in zip(stops, [None, *stops], strict=False)]
    return found


def _series(own: Judged, by_region: Judged | None) -> Iterator[Series]:
    channel, weekly = own.segment.channel, own.segment.weekly
    bases = [own, by_region] if by_region else [own]
    yield _one(own, bases, None, weekly.sends[channel], weekly)
    panel = by_region.segment.panel if by_region else None
    if panel is not None:
        for at, region in enumerate(panel.regions):
            of_region = {name: sends[at] for name, sends in panel.sends.items()}
            theirs = region_weekly(weekly, panel.first_monday, panel.returns[at], of_region)
            yield _one(own, bases[::-1], region, of_region[channel], theirs)


def _one(own: Judged, bases: Sequence[Judged], region: str | None, sends: Doubles, weekly: Weekly) -> Series:
    basis = next((each for each in bases if each.judgement.has_effect), None)
    chosen = (basis or own).segment
    all_sends = chosen.weekly.sends if chosen.panel is None else chosen.panel.sends
    return Series(own.segment.channel, region, sends, weekly, own, basis, float(all_sends[own.segment.channel].mean()))


def _of(judged: Sequence[Judged], segment_type: str, segment: str) -> Judged | None:
    found = (each for each in judged if (each.segment.segment_type, each.segment.segment) == (segment_type, segment))
    return next(found, None)
