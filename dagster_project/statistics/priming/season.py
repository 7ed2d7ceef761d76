"""What a stretch of weeks was to be expected to bring, judged by all other weeks: its season, and its band of returns.

Holds the regression without those weeks. Must not hold a verdict.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.priming.columns import FEED_WEEKS, YEAR_WEEKS, baseline_columns
from dagster_project.statistics.priming.fit import Finding
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.noise import PROCESSES, correlation
from dagster_project.statistics.priming.regression import Regression, Weekly, build_regression

FEWEST_YEARS = 2
_WAVES = slice(3, 9)
"""The columns of `baseline_columns` that are the season; level, trend and its bend stand before them."""
_WIDE = 3.0
"""Coefficients are held within so many times the mean of the returns: columns that hardly vary are no trouble then."""
_NORMAL_90 = 1.645


@dataclass(frozen=True)
class _Rest:
    """The fit on all weeks but those of a stretch, in units of counting noise."""

    regression: Regression
    columns: Doubles
    inside: Doubles
    weights: Doubles
    covariance: Doubles
    error: float
    carried: Doubles
    process: tuple[float, float]

    @property
    def scale(self) -> Doubles:
        """What each week was multiplied by; the level's column shows it."""
        return np.asarray(self.regression.baseline[:, 0])


def other_years(first: int, last: int, weeks: int) -> int:
    """How many other years hold the weeks of the year from `first` to `last`, of the weeks that are fitted."""
    shifts = [round(year * YEAR_WEEKS) for year in range(-20, 21) if year]
    return sum(first + shift >= FEED_WEEKS and last + shift < weeks for shift in shifts)


def seasonal_index(weekly: Weekly, channel: str, finding: Finding, first: int, last: int) -> Estimate | None:
    """The season of the weeks from `first` to `last` as judged by other years, 1 being that of the whole year.

    The effects of all channels are taken out. None where too few weeks are left, or none of the stretch was fitted.
    """
    rest = _without(weekly, channel, finding, first, last)
    if rest is None:
        return None
    season = baseline_columns(weekly.first_monday, weekly.holidays)[max(first, FEED_WEEKS) : last + 1]
    direction = np.zeros(rest.columns.shape[1])
    direction[_WAVES] = season[:, _WAVES].mean(axis=0)
    level = float((season[:, : _WAVES.start] @ rest.weights[: _WAVES.start]).mean())
    if level <= 0:
        return None
    value = 1 + float(direction @ rest.weights) / level
    error = float(np.sqrt(direction @ rest.covariance @ direction)) / level
    return Estimate(value, value - _NORMAL_90 * error, value + _NORMAL_90 * error)


def expected_returns(weekly: Weekly, channel: str, finding: Finding, first: int, last: int) -> Estimate | None:
    """What the weeks from `first` to `last` were to bring, with a 90 % band: the other weeks and the fitted effect."""
    rest = _without(weekly, channel, finding, first, last)
    if rest is None or finding.effect is None or finding.shape is None:
        return None
    wanted = rest.inside / rest.scale
    effect = (rest.regression.lags / rest.scale[:, None]) @ finding.shape.kernel
    sent = float(effect @ rest.inside) * rest.regression.mean_sends / 1000
    spread = (finding.effect.high - finding.effect.low) / (2 * _NORMAL_90)
    lower = np.linalg.cholesky(_known(rest))
    outside = rest.inside == 0
    crossing = correlation(rest.process, len(rest.inside))[outside] @ wanted
    passed_on = np.linalg.solve(lower.T, np.linalg.solve(lower, crossing))
    value = float(wanted @ (rest.columns @ rest.weights) + crossing @ rest.carried) + sent * finding.effect.value
    chance = wanted @ correlation(rest.process, len(wanted)) @ wanted - crossing @ passed_on
    doubt = rest.columns.T @ wanted - rest.columns[outside].T @ passed_on
    variance = rest.error**2 * float(max(chance, 0.0)) + float(doubt @ rest.covariance @ doubt) + (sent * spread) ** 2
    width = _NORMAL_90 * float(np.sqrt(variance))
    return Estimate(value, max(value - width, 0.0), value + width)


def _known(rest: _Rest) -> Doubles:
    outside = rest.inside == 0
    return correlation(rest.process, len(outside))[np.ix_(outside, outside)]


def _without(weekly: Weekly, channel: str, finding: Finding, first: int, last: int) -> _Rest | None:
    if weekly.weeks <= 2 * FEED_WEEKS or not weekly.sends[channel].any() or weekly.returns[FEED_WEEKS:].sum() <= 0:
        return None
    regression = build_regression(weekly, channel)
    week = np.arange(FEED_WEEKS, weekly.weeks)
    inside = ((week >= first) & (week <= last)).astype(np.float64)
    own = np.zeros((len(week), 0)) if finding.shape is not None else regression.own
    columns = np.concatenate([regression.baseline, *regression.others.values(), own], axis=1)
    returns = regression.returns
    if finding.shape is not None and finding.effect is not None:
        caused = finding.effect.value * regression.mean_sends / 1000
        returns = returns - caused * (regression.lags @ finding.shape.kernel)
    outside = inside == 0
    if not inside.any() or outside.sum() < 52:
        return None
    process = PROCESSES[finding.evidence.process] if finding.evidence is not None else PROCESSES[0]
    lower = np.linalg.cholesky(correlation(process, len(week))[np.ix_(outside, outside)])
    whitened = np.linalg.solve(lower, np.column_stack([columns[outside], returns[outside]]))
    known, came = whitened[:, :-1], whitened[:, -1]
    held = np.eye(known.shape[1]) / (_WIDE * float(weekly.returns[FEED_WEEKS:].mean())) ** 2
    precision = known.T @ known
    free = max(len(came) - float(np.trace(np.linalg.solve(precision + held, precision))), 1.0)
    weights = np.linalg.solve(precision + held, known.T @ came)
    left = came - known @ weights
    error = float(np.sqrt(left @ left / free))
    covariance = np.asarray(np.linalg.inv(precision / error**2 + held), dtype=np.float64)
    return _Rest(regression, columns, inside, weights, covariance, error, np.linalg.solve(lower.T, left), process)


def region_weekly(market: Weekly, first_monday: date, returns: Doubles, sends: dict[str, Doubles]) -> Weekly:
    """One region by week, beside the holidays of the market."""
    return Weekly(first_monday, returns, sends, market.holidays, {})
