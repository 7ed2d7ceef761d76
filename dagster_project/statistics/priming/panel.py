"""A channel judged by the differences between regions: what all share in a week cancels, whatever it was.

Where regions are sent to at different times, season, trend and whatever else moves the whole market drop out of the
comparison of region with region in the same week. Holds the regression on these differences. Its returns are those
whose region is known, so that it misses what comes from elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from dagster_project.statistics.priming.columns import FEED_WEEKS, baseline_columns, lagged, leading, leading_components
from dagster_project.statistics.priming.design import SHORTEST_WEEKS
from dagster_project.statistics.priming.fit import Finding, fit_regression
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.regression import Regression

FEWEST_REGIONS = 3
_LEAST_PER_WEEK = 0.5
_BASELINE_COLUMNS = 5
"""Level, trend, its bend and one wave of the year may differ between regions."""
_OTHERS_COLUMNS, _OWN_COLUMNS = 9, 27
_COARSE = 5


@dataclass(frozen=True)
class Panel:
    """Regions by week: returns (region × week), and sends by channel of the same form."""

    first_monday: date
    regions: tuple[str, ...]
    returns: Doubles
    sends: Mapping[str, Doubles]

    @property
    def weeks(self) -> int:
        """Weeks observed."""
        return int(self.returns.shape[1])

    def of_busy_regions(self) -> "Panel":
        """Only regions with at least one return in two weeks: the others add noise."""
        busy = self.returns[:, FEED_WEEKS:].sum(axis=1) >= _LEAST_PER_WEEK * max(self.weeks - FEED_WEEKS, 1)
        regions = tuple(region for region, is_busy in zip(self.regions, busy, strict=True) if is_busy)
        sends = {name: each[busy] for name, each in self.sends.items()}
        return Panel(self.first_monday, regions, self.returns[busy], sends)


def can_compare(panel: Panel, channel: str) -> bool:
    """Whether there are enough regions and weeks, and sends that differ in time between regions."""
    sends = panel.sends[channel]
    if panel.weeks < SHORTEST_WEEKS or len(panel.returns) < FEWEST_REGIONS or not sends.any():
        return False
    shares = sends / np.maximum(sends.mean(axis=1, keepdims=True), 1e-12)
    return bool((shares - shares.mean(axis=0)).std() > 0.25)


def fit_panel(panel: Panel, channel: str, name: str) -> Finding:
    """Fit a channel on the differences between regions; see `can_compare`."""
    regression = build_panel_regression(panel, channel)
    returns, sends = panel.returns[:, FEED_WEEKS:].sum(axis=0).mean(), panel.sends[channel].sum(axis=0).mean()
    return fit_regression(
        regression, None, f"{name}|{channel}", Finding(panel.weeks, float(returns), float(sends), None)
    )


def build_panel_regression(panel: Panel, channel: str) -> Regression:
    """The regression on differences between regions, one panel fewer than there are regions.

    Regions weigh by their returns, so that counting noise is alike; what is proportional to them in a week, as are
    season and news, is left out by construction.
    """
    sizes = np.sqrt(panel.returns[:, FEED_WEEKS:].mean(axis=1))
    base, _ = np.linalg.qr(np.column_stack([sizes, np.eye(len(sizes))]))
    differences = base[:, 1 : len(sizes)].T / sizes  # difference × region
    baseline = baseline_columns(panel.first_monday, np.zeros(panel.weeks))[FEED_WEEKS:]
    scale = 1 / np.sqrt(_market(panel, baseline))

    def differ(columns_of_regions: list[Doubles]) -> Doubles:
        each = np.tensordot(differences, np.array(columns_of_regions), axes=1) * scale[None, :, None]
        return np.asarray(each.reshape(-1, each.shape[2]))

    means = {name: float(each.mean()) for name, each in panel.sends.items() if each.any()}
    own = panel.sends[channel] / means[channel]
    lags = differ([lagged(each) for each in own])
    others = {
        name: leading_components(differ([lagged(each) for each in panel.sends[name] / mean]), _OTHERS_COLUMNS)
        for name, mean in means.items()
        if name != channel
    }
    panels = len(differences)
    return Regression(
        differ([each[FEED_WEEKS:, None] for each in panel.returns])[:, 0],
        baseline[:, :_BASELINE_COLUMNS] * scale[:, None],
        others,
        np.zeros((panels * len(baseline), 0)),
        lags,
        leading_components(lags, _OWN_COLUMNS),
        differ([leading(each) for each in own]),
        means[channel],
        panels,
    )


def _market(panel: Panel, baseline: Doubles) -> Doubles:
    """The level of the whole market by week, smooth, with mean 1: its root is the size of counting noise."""
    returns = panel.returns[:, FEED_WEEKS:].sum(axis=0)
    weights, *_ = np.linalg.lstsq(baseline[:, :_COARSE], returns, rcond=None)
    return np.asarray(np.maximum(baseline[:, :_COARSE] @ weights / returns.mean(), 0.25))
