"""Daily exchange rates of the market, as a workspace's `rates.csv` holds them: euros per unit, four decimals.

Four decimals times whole cents is exact in six, so that an amount is rounded once.
"""

import math
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from dagster_project.simulation.clock import Clock

_LEVELS = {"GBP": 1.17, "CHF": 1.02}
_LEVELS_HELD_ON = date(2022, 1, 1)


def rate_on(currency: str, day: date, drift: float = 0.0) -> Decimal:
    """Euros per unit of `currency` on a day: a slow wave around its level, which moves by the share `drift` a year."""
    wave = 1 + 0.03 * math.sin(day.toordinal() / 60)
    level = _LEVELS[currency] * (1 + drift) ** ((day - _LEVELS_HELD_ON).days / 365)
    return Decimal(round(level * wave * 10_000)) / 10_000


def write_rates(path: Path, clock: Clock, drift: float) -> None:
    """Write every day of the market for every currency."""
    lines = ["currency,rate_on,rate"]
    for currency in _LEVELS:
        for number in range(clock.days):
            day = clock.start + timedelta(days=number)
            lines.append(f"{currency},{day.isoformat()},{rate_on(currency, day, drift):.4f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
