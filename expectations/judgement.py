"""What the gate says: verdicts per law, failures in the user's words, warnings.

Holds plain data and its wording; reads no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from dagster_project.publication.publish import StagedPublication
from expectations.laws import Law

_MONTH: Final = re.compile(r"^(\d{4})-(\d{2})$")
ALL: Final = "(all)"


@dataclass(frozen=True)
class Failure:
    """One row of `law_results` that differs."""

    law: Law
    source: str
    period: str
    expected: Decimal
    found: Decimal
    difference: Decimal
    first_keys: str | None

    @property
    def message(self) -> str:
        """Law, source, period, and what is missing, in one line."""
        where = "" if self.source == ALL else f", source {self.source}"
        when = "" if self.period == "all" else f", {in_words(self.period)}"
        what = self.law.message.format(
            expected=number(self.expected),
            found=number(self.found),
            lost=f"{number(abs(self.difference))} {'lost' if self.difference > 0 else 'too many'}",
            keys=f"; first keys {self.first_keys}" if self.first_keys else "",
            first_keys=self.first_keys or "",
        )
        return f"law {self.law.number}{where}{when}: {what}"


@dataclass(frozen=True)
class LawVerdict:
    """What became of one law. `errors` say why it could not be judged, which is no better than a breach."""

    law: Law
    checks: int
    failures: tuple[Failure, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True if the law was judged and holds."""
        return not self.failures and not self.errors and self.checks > 0

    @property
    def messages(self) -> list[str]:
        """Errors first, then each failure; the sum over all sources only where no source stands for it."""
        named = [failure for failure in self.failures if failure.source != ALL] or list(self.failures)
        unchecked = [] if self.checks else [f"law {self.law.number} ({self.law.name}) was not checked: it has no rows"]
        return [*self.errors, *unchecked, *(failure.message for failure in named)]


@dataclass(frozen=True)
class Judgement:
    """The gate's word on one run: publish only if `passed`."""

    verdicts: tuple[LawVerdict, ...]
    expectations_run: int
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds of each step of the gate."""
    staged: StagedPublication | None = None
    """The copy that was judged, ready to be switched; None unless the gate passed."""

    @property
    def passed(self) -> bool:
        """True if every declared law was judged and holds, and the gate itself ran whole."""
        return not self.errors and bool(self.verdicts) and all(verdict.passed for verdict in self.verdicts)

    @property
    def failures(self) -> list[Failure]:
        """All rows of `law_results` that differ."""
        return [failure for verdict in self.verdicts for failure in verdict.failures]

    @property
    def messages(self) -> list[str]:
        """What went wrong, in the user's words; empty if the gate passed."""
        return [*self.errors, *(message for verdict in self.verdicts for message in verdict.messages)]

    @property
    def hints(self) -> list[str]:
        """What to do about each law that did not hold."""
        return [
            f"law {verdict.law.number} ({verdict.law.name}): {verdict.law.asks}"
            for verdict in self.verdicts
            if not verdict.passed
        ]


def number(value: Decimal) -> str:
    """A count or an amount as people write it: no needless decimals, thousands apart."""
    text = f"{value:,.9f}"
    return text.rstrip("0").rstrip(".")


def in_words(period: str) -> str:
    """`2025-03` as March 2025; any other period as it stands."""
    month = _MONTH.match(period)
    return date(int(month[1]), int(month[2]), 1).strftime("%B %Y") if month else period.strip()
