"""Weekly flows, and which of them are fitted: without strays, the lasting sources, the large channels and regions.

Holds the choosing. Must not lay out a segment (`segments.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from dagster_project.statistics.priming.columns import FEED_WEEKS

NONE = "none"
"""The word of `priming_weeks` for what is not known."""
MOST_CHANNELS = 40
"""Channels that are judged, each beside all others; the smaller ones are one beside them …"""
OTHER_CHANNELS = "other channels"
"""… of this name."""
MOST_REGIONS = 200
"""Regions that are judged and compared, those with most returns: where tools hold towns, there are thousands."""
_STRAY_BEFORE = timedelta(weeks=53)
"""Returns further than this before all later ones of their source may be strays …"""
_STRAY_SHARE, _FEW_STRAYS, _STRAY_SHARE_OF_FEW = 0.01, 3, 0.1
"""… if they are no larger a share of its returns, or no more than three and no larger a share than the last."""


@dataclass(frozen=True)
class Flow:
    """A row of `priming_weeks`; `source` is the return source of returns."""

    flow: str
    region: str
    channel: str
    targeting: str
    source: str
    week_starts_on: date
    items: int


def of_large_channels(sent: Sequence[Flow], campaigns: Sequence[Flow]) -> tuple[list[Flow], list[Flow]]:
    """Both with the channels beyond the largest joined into one."""
    items: defaultdict[str, int] = defaultdict(int)
    for each in sent:
        items[each.channel] += each.items
    small = set(sorted(items, key=lambda name: (-items[name], name))[MOST_CHANNELS:])

    def joined(flows: Sequence[Flow]) -> list[Flow]:
        return [replace(each, channel=OTHER_CHANNELS) if each.channel in small else each for each in flows]

    return joined(sent), joined(campaigns)


def large_regions(sent: Sequence[Flow], came: Sequence[Flow]) -> list[str]:
    """The regions sent to, at most those with most returns, in alphabetical order."""
    returns = dict.fromkeys(sorted({each.region for each in sent} - {NONE}), 0)
    for each in came:
        if each.region in returns:
            returns[each.region] += each.items
    return sorted(sorted(returns, key=lambda region: -returns[region])[:MOST_REGIONS])


def by_region(flows: Iterable[Flow]) -> defaultdict[str, list[Flow]]:
    """The flows of each region; of one without any, none."""
    found: defaultdict[str, list[Flow]] = defaultdict(list)
    for each in flows:
        found[each.region].append(each)
    return found


def of_lasting_sources(came: Sequence[Flow]) -> list[Flow]:
    """Returns of the sources that begin within 26 weeks after the first, from where each begins."""
    items: defaultdict[str, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for each in came:
        items[each.source][each.week_starts_on] += each.items
    begun = {source: _begins_on(by_week) for source, by_week in items.items()}
    latest = min(begun.values(), default=date.min) + timedelta(weeks=FEED_WEEKS) if begun else date.min
    return [each for each in came if begun[each.source] <= min(latest, each.week_starts_on)]


def _begins_on(items: Mapping[date, int]) -> date:
    """The first week of a source.

    Few of its returns that lie more than a year before the others are strays: a mistyped year, the date that a tool
    writes for none. One of 1970 would make the market begin there, and every other source too late; or, where returns
    are few, fill decades with weeks that nothing but the rest of the history can explain.
    """
    weeks, returns = sorted(items), sum(items.values())
    begins_on, before = weeks[0], 0
    most_strays = max(_STRAY_SHARE * returns, min(_FEW_STRAYS, _STRAY_SHARE_OF_FEW * returns))
    for week, following in pairwise(weeks):
        before += items[week]
        if following - week > _STRAY_BEFORE and before <= most_strays:
            begins_on = following
    return begins_on
