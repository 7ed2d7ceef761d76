"""The regression of one segment's weekly returns on one channel's delayed sends, everything else beside it.

Holds the data of a fit and its matrices, weighed for counting noise. Must not decide anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from dagster_project.statistics.priming.accounted import Accounted, account_for, orthonormal
from dagster_project.statistics.priming.columns import (
    FEED_WEEKS,
    baseline_columns,
    lagged,
    leading,
    leading_components,
)
from dagster_project.statistics.priming.kernels import Doubles
from dagster_project.statistics.priming.spells import responses_to_start

_OTHERS_SHARE = 0.35
"""At most so many columns per fitted week for all other channels together."""
_OWN_COLUMNS = 27
_COARSE, _COARSE_BASELINE, _COARSE_STEPS = 3, 5, 9
"""Weights come from few columns. From all of them they would follow the noise: weeks that are low by chance would weigh
more, and every effect would seem smaller (coverage of its 90 % interval fell to 60 to 80 %)."""
_LEAST_MEAN = 0.25
"""Weights are not taken below this share of the mean return: a fitted zero would weigh without limit."""


@dataclass(frozen=True)
class Weekly:
    """One segment by week: returns, sends by channel and public holidays on working days, all of one length.

    `first_monday` dates the first week. `other_starts` are weeks in which parts of the segment (regions) had the
    channel started, by channel: staggered starts count.
    """

    first_monday: date
    returns: Doubles
    sends: Mapping[str, Doubles]
    holidays: Doubles
    other_starts: Mapping[str, tuple[int, ...]]

    @property
    def weeks(self) -> int:
        """Weeks observed."""
        return len(self.returns)


@dataclass(frozen=True)
class Regression:
    """Matrices of a fit, week × column, each row divided by the root of the expected returns.

    `baseline`, `others` by channel and `start` (what may follow a single start) are accounted for; `lags` holds sends 0
    to 26 weeks before, as multiples of their mean `mean_sends`; `own` spans most of what those lags may cause; `leads`
    are sends to come. Several `panels` of equal weeks (`panel.py`) stand one below the other; their `baseline` is the
    same, so that it is kept once, but each has weights of its own for it.
    """

    returns: Doubles
    baseline: Doubles
    others: Mapping[str, Doubles]
    start: Doubles
    lags: Doubles
    own: Doubles
    leads: Doubles
    mean_sends: float
    panels: int = 1

    @property
    def weeks(self) -> int:
        """Weeks of each panel."""
        return len(self.returns) // self.panels

    def whitened(self, whitener: Doubles, columns: Doubles) -> Doubles:
        """Columns with each panel whitened by itself."""
        each = whitener @ columns.reshape(self.panels, self.weeks, -1)
        return np.asarray(each.reshape(columns.shape))

    @property
    def accounted(self) -> Accounted:
        """An orthonormal basis of all that is accounted for."""
        return account_for(self.baseline, np.concatenate([*self.others.values(), self.start], axis=1), self.panels)


def build_regression(weekly: Weekly, channel: str) -> Regression:
    """The regression on `channel` with all other channels beside it; its sends must not be zero throughout."""
    returns = weekly.returns[FEED_WEEKS:]
    baseline = baseline_columns(weekly.first_monday, weekly.holidays)[FEED_WEEKS:]
    sends = {name: each / each.mean() for name, each in weekly.sends.items() if each.any()}
    most = int(_OTHERS_SHARE * len(returns) / max(len(sends) - 1, 1))
    others = {name: leading_components(lagged(each), most) for name, each in sends.items() if name != channel}
    start = responses_to_start(weekly.sends[channel], weekly.other_starts.get(channel, ()))[FEED_WEEKS:]
    lags = lagged(sends[channel])
    own = leading_components(lags, _OWN_COLUMNS)
    coarse = [baseline[:, :_COARSE_BASELINE], start[:, ::_COARSE_STEPS]]
    coarse += [each[:, :_COARSE] for each in (own, *others.values())]
    fitted = _fitted(returns, np.concatenate(coarse, axis=1))
    scale = 1 / np.sqrt(np.maximum(fitted, _LEAST_MEAN * returns.mean()))
    return Regression(
        returns * scale,
        baseline * scale[:, None],
        {name: each * scale[:, None] for name, each in others.items()},
        start * scale[:, None],
        lags * scale[:, None],
        own * scale[:, None],
        leading(sends[channel]) * scale[:, None],
        float(weekly.sends[channel].mean()),
    )


def _fitted(returns: Doubles, columns: Doubles) -> Doubles:
    basis = orthonormal(columns)
    return np.asarray(basis @ (basis.T @ returns))
