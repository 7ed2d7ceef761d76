"""The segments that are fitted, from weekly flows: the market, its channels, its targetings, its regions.

Holds the laying out of weeks, what goes beside what, and the judging of all segments together. Must not fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dagster_project.statistics.discoveries import q_values
from dagster_project.statistics.priming.columns import FEED_WEEKS
from dagster_project.statistics.priming.fit import Finding, fit_channel
from dagster_project.statistics.priming.flows import (
    NONE,
    OTHER_CHANNELS,
    Flow,
    by_region,
    large_regions,
    of_large_channels,
    of_lasting_sources,
)
from dagster_project.statistics.priming.holidays import working_holidays
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.panel import Panel, can_compare, fit_panel
from dagster_project.statistics.priming.regression import Weekly
from dagster_project.statistics.priming.spells import starts, starts_apart
from dagster_project.statistics.priming.verdicts import Judgement, blocking_cause, judge

MOST_CAMPAIGNS = 20
MOST_WEEKS = 522
"""Of returns: ten years. What worked before tells little of today, and memory grows with the square of the weeks."""
ALL_OUTFLOWS, ELSEWHERE = "outflows", "outflows without region"


@dataclass(frozen=True)
class Segment:
    """What is fitted: the flows of `channel` (a channel, a targeting or all outflows) in `weekly`, or in `panel`."""

    segment_type: str
    segment: str
    channel: str
    weekly: Weekly
    regions: int
    panel: Panel | None = None

    def fit(self) -> Finding:
        """The finding on it."""
        name = f"{self.segment_type}|{self.segment}"
        if self.panel is not None:
            return fit_panel(self.panel, self.channel, name)
        return fit_channel(self.weekly, self.channel, name)


@dataclass(frozen=True)
class Judged:
    """A segment with its finding, its q value among all segments and the verdict."""

    segment: Segment
    finding: Finding
    q_value: float | None
    judgement: Judgement


def judge_segments(segments: Sequence[Segment]) -> list[Judged]:
    """Fit every segment and judge them together: q values over all that could be tested."""
    findings = [each.fit() for each in segments]
    tested = [at for at, finding in enumerate(findings) if blocking_cause(finding) is None]
    found = q_values([findings[at].evidence.p_value for at in tested])  # type: ignore[union-attr]
    q_of = dict(zip(tested, found, strict=True))
    return [
        Judged(segment, finding, q_of.get(at), judge(finding, q_of.get(at, 1.0)))
        for at, (segment, finding) in enumerate(zip(segments, findings, strict=True))
    ]


def lay_out(flows: Sequence[Flow], time_zone: str, ends_on: date, campaigns: Sequence[Flow] = ()) -> list[Segment]:
    """The segments of a market.

    Returns are counted from the first week of the earliest source; sources that begin more than 26 weeks later are left
    out, since their beginning would look like an effect; few returns dated long before the others of their source begin
    nothing. Returns of the last ten years are counted. Sends are known from before, where they are: up to 26 weeks of
    them are history.

    Args:
        flows: rows of `priming_weeks`.
        time_zone: of the business, for its public holidays.
        ends_on: the Monday of the last week that is over.
        campaigns: outflows again, by campaign; its key stands in `source`. Only campaigns that began twice, half a year
            apart, are laid out, the largest first: of the others one start is all there is.
    """
    sent, campaigns = of_large_channels([each for each in flows if each.flow == "outflow"], campaigns)
    earliest = ends_on - timedelta(weeks=MOST_WEEKS - 1)
    came = [each for each in flows if each.flow == "return" and each.week_starts_on >= earliest]
    came = of_lasting_sources(came)
    if not sent or not came:
        return []
    first_return = min(each.week_starts_on for each in came)
    first_sent = min(each.week_starts_on for each in sent)
    begins_on = max(first_return - timedelta(weeks=FEED_WEEKS), min(first_sent, first_return))
    weeks = _Weeks(begins_on, (ends_on - begins_on).days // 7 + 1, time_zone)
    regions = large_regions(sent, came)
    by_channel, starts_of = weeks.by(sent, "channel"), weeks.starts_of_channels(sent, regions)
    everything = {ALL_OUTFLOWS: weeks.count(sent)}
    segments = [Segment("all", "all", ALL_OUTFLOWS, weeks.weekly(came, everything), len(regions))]
    joint = weeks.weekly(came, by_channel, starts_of)
    segments += [Segment("channel", name, name, joint, len(regions)) for name in by_channel if name != OTHER_CHANNELS]
    segments += weeks.campaigns(came, by_channel, campaigns, len(regions))
    panel = weeks.panel(came, sent, regions).of_busy_regions()
    segments += [
        Segment("channel_by_region", name, name, joint, len(regions), panel)
        for name in by_channel
        if name != OTHER_CHANNELS and can_compare(panel, name)
    ]
    by_targeting = weeks.by(sent, "targeting")
    if len(by_targeting) > 1:
        joint = weeks.weekly(came, by_targeting)
        segments += [Segment("targeting", name, name, joint, len(regions)) for name in by_targeting if name != NONE]
    sent_to, came_from = by_region(sent), by_region(came)
    elsewhere = weeks.count(sent_to[NONE])
    for region in regions if len(regions) > 1 else []:
        own = {ALL_OUTFLOWS: weeks.count(sent_to[region]), ELSEWHERE: elsewhere}
        segments.append(Segment("region", region, ALL_OUTFLOWS, weeks.weekly(came_from[region], own), 1))
    return segments


@dataclass(frozen=True)
class _Weeks:
    begins_on: date
    number: int
    time_zone: str

    def count(self, flows: Iterable[Flow]) -> Doubles:
        """Items by week; what lies before the first week is left out."""
        items = np.zeros(self.number)
        for each in flows:
            week = (each.week_starts_on - self.begins_on).days // 7
            if 0 <= week < self.number:
                items[week] += each.items
        return items

    def by(self, flows: Sequence[Flow], column: str) -> dict[str, Doubles]:
        """Items by week for each word of a column, in alphabetical order."""
        words = sorted({str(getattr(each, column)) for each in flows})
        return {word: self.count(each for each in flows if getattr(each, column) == word) for word in words}

    def starts_of_channels(self, sent: Sequence[Flow], regions: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """By channel the weeks in which a region had it started."""
        found: dict[str, tuple[int, ...]] = {}
        for channel in sorted({each.channel for each in sent}):
            of_channel = by_region(each for each in sent if each.channel == channel)
            each_region = [self.count(of_channel[region]) for region in regions]
            found[channel] = tuple(sorted({week for sends in each_region for week in starts(sends)}))
        return found

    def campaigns(
        self, came: Sequence[Flow], by_channel: Mapping[str, Doubles], campaigns: Sequence[Flow], regions: int
    ) -> list[Segment]:
        """Each campaign beside the rest of its channel and the other channels."""
        flows: dict[tuple[str, str], list[Flow]] = {}
        for each in campaigns:
            flows.setdefault((each.source, each.channel), []).append(each)
        sends = {name: self.count(each) for name, each in flows.items()}
        began_twice = [name for name, each in sends.items() if starts_apart(starts(each)) >= 2]
        chosen = sorted(began_twice, key=lambda name: (-sends[name].sum(), name))[:MOST_CAMPAIGNS]
        found = []
        for key, channel in chosen:
            own = sends[key, channel]
            beside = {**by_channel, channel: np.maximum(by_channel.get(channel, own) - own, 0.0), key: own}
            found.append(Segment("campaign", key, key, self.weekly(came, beside), regions))
        return found

    def panel(self, came: Sequence[Flow], sent: Sequence[Flow], regions: Sequence[str]) -> Panel:
        """Returns and sends of every channel, region by region."""

        def counted(flows: Sequence[Flow]) -> Doubles:
            apart = by_region(flows)
            each = [self.count(apart[region]) for region in regions]
            return np.array(each).reshape(len(regions), self.number)

        channels = sorted({each.channel for each in sent})
        sends = {name: counted([each for each in sent if each.channel == name]) for name in channels}
        return Panel(self.begins_on, tuple(regions), counted(came), sends)

    def weekly(
        self,
        came: Iterable[Flow],
        sends: Mapping[str, Doubles],
        other_starts: Mapping[str, tuple[int, ...]] | None = None,
    ) -> Weekly:
        """Returns, sends and holidays on the common weeks."""
        holidays = working_holidays(self.begins_on, self.number, self.time_zone)
        return Weekly(self.begins_on, self.count(came), sends, holidays, other_starts or {})
