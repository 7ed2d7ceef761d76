"""Public holidays on working days, by week, of the country of a time zone.

Holds national holidays of a dozen European countries; elsewhere New Year and Christmas. A holiday that is missing costs
precision, not correctness: the errors then hold it.
"""

from datetime import date, timedelta

import numpy as np

from dagster_project.statistics.priming.kernels import Doubles

_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY, _GOOD_FRIDAY = 1, 39, 50, -2
_COMMON = ((1, 1), (12, 25))
_HOLIDAYS: dict[str, tuple[tuple[tuple[int, int], ...], tuple[int, ...]]] = {
    "Europe/Paris": (
        ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
        (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "Europe/Brussels": (
        ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)),
        (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "Europe/Luxembourg": (
        ((1, 1), (5, 1), (5, 9), (6, 23), (8, 15), (11, 1), (12, 25), (12, 26)),
        (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "Europe/Berlin": (
        ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)),
        (_GOOD_FRIDAY, _EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "Europe/Zurich": (((1, 1), (8, 1), (12, 25), (12, 26)), (_GOOD_FRIDAY, _EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY)),
    "Europe/Vienna": (
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)),
        (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "Europe/Amsterdam": (((1, 1), (4, 27), (12, 25), (12, 26)), (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY)),
    "Europe/Rome": (
        ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)),
        (_EASTER_MONDAY,),
    ),
    "Europe/Madrid": (
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)),
        (_GOOD_FRIDAY,),
    ),
    "Europe/London": (((1, 1), (12, 25), (12, 26)), (_GOOD_FRIDAY, _EASTER_MONDAY)),
    "Europe/Warsaw": (
        ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)),
        (_EASTER_MONDAY, 60),
    ),
}


def working_holidays(first_monday: date, weeks: int, time_zone: str) -> Doubles:
    """How many holidays fall on Monday to Friday, by week."""
    fixed, movable = _HOLIDAYS.get(time_zone, (_COMMON, ()))
    years = range(first_monday.year, (first_monday + timedelta(weeks=weeks)).year + 1)
    days = {date(year, month, day) for year in years for month, day in fixed}
    days |= {easter(year) + timedelta(days=after) for year in years for after in movable}
    counted = np.zeros(weeks)
    for day in days:
        week = (day - first_monday).days // 7
        if 0 <= week < weeks and day.weekday() < 5:
            counted[week] += 1
    return counted


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
