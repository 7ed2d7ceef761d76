"""The columns of the regression: baseline, delayed sends, sends to come.

Holds their making from weekly series. Must not see returns.
"""

from datetime import date

import numpy as np

from dagster_project.statistics.priming.kernels import KERNEL_WEEKS, Doubles

FEED_WEEKS = KERNEL_WEEKS - 1
"""The first weeks feed the kernel only: their own returns come of sends that nobody counted."""
YEAR_WEEKS = 365.25 / 7
LEADS = 8
_HARMONICS = 3
_LOST = 0.003
"""Share of the variance of lagged sends that their leading components may leave out."""


def baseline_columns(first_monday: date, holidays: Doubles) -> Doubles:
    """Level, trend and its bend, three harmonics of the year and holidays, week × column, for the weeks of `holidays`.

    Args:
        first_monday: the Monday of the first week.
        holidays: public holidays on working days, by week.
    """
    weeks = len(holidays)
    middle = (np.arange(weeks) - (weeks - 1) / 2) / weeks
    angle = 2 * np.pi * (first_monday.timetuple().tm_yday / 7 + np.arange(weeks)) / YEAR_WEEKS
    waves = [wave(harmonic * angle) for harmonic in range(1, _HARMONICS + 1) for wave in (np.cos, np.sin)]
    columns = [np.ones(weeks), middle, middle**2, *waves]
    if holidays.any():
        columns.append(holidays)
    return np.stack(columns, axis=1)


def lagged(sends: Doubles, first: int = FEED_WEEKS) -> Doubles:
    """Sends 0 … 26 weeks before, week × lag, from week `first` on."""
    weeks = len(sends)
    return np.stack([sends[first - lag : weeks - lag] for lag in range(KERNEL_WEEKS)], axis=1)


def leading(sends: Doubles, first: int = FEED_WEEKS) -> Doubles:
    """Mean sends 1–2, 3–5 and 6–8 weeks *after*, week × 3; beyond the last week the mean of the last eight."""
    weeks = len(sends)
    longer = np.concatenate([sends, np.full(LEADS, sends[-LEADS:].mean())])
    each = np.stack([longer[first + lead : weeks + lead] for lead in range(1, LEADS + 1)], axis=1)
    return np.stack([each[:, :2].mean(axis=1), each[:, 2:5].mean(axis=1), each[:, 5:].mean(axis=1)], axis=1)


def leading_components(columns: Doubles, most: int) -> Doubles:
    """As few combinations of the columns as carry all but 0.3 % of their variance, at most `most`.

    Sends change slowly or by blocks, so that 27 lags of them span far fewer dimensions: whatever kernel another channel
    has, these columns account for its returns.
    """
    centred = columns - columns.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    power = np.cumsum(sizes**2)
    if not power.size or power[-1] <= 0:
        return np.zeros((len(columns), 0))
    needed = int(np.searchsorted(power, (1 - _LOST) * power[-1])) + 1
    return np.asarray(left[:, : min(needed, most)] * np.sqrt(len(columns)))
