"""Daily exchange rates of the market, as a workspace's `rates.csv` holds them: euros per unit, four decimals.

Four decimals times whole cents is exact in six, so that an amount is rounded once.
"""

import math
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from dagster_project.simulation.clock import Clock

_LEVELS = {"GBP": 1.17, "CHF": 1.02}


def rate_on(currency: str, day: date) -> Decimal:
    """Euros per unit of `currency` on a day: a slow wave around its level."""
    wave = 1 + 0.03 * math.sin(day.toordinal() / 60)
    return Decimal(round(_LEVELS[currency] * wave * 10_000)) / 10_000


def write_rates(path: Path, clock: Clock) -> None:
    """Write every day of the market for every currency."""
    lines = ["currency,rate_on,rate"]
    for currency in _LEVELS:
        for number in range(clock.days):
            day = clock.start + timedelta(days=number)
            lines.append(f"{currency},{day.isoformat()},{rate_on(currency, day):.4f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
