"""Numbers as text in the decimal sign that the contract expects of a column, so that one contract reads all formats.

Holds the writing of numbers only; reading them back is `casts`' work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..contract_model import Contract
from ..words import normalise_word

# Beyond it a number is no amount and no count, and its digits would only fill memory.
_MOST_DIGITS = 30


@dataclass(frozen=True)
class DecimalSigns:
    """The decimal sign of each column."""

    default: str = "."
    by_column: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, contract: Contract) -> "DecimalSigns":
        """Those that a contract declares: its format's, and each column's own."""
        own = {
            normalise_word(header): rule.decimal
            for feed in contract.feeds.values()
            for rule in feed.columns.values()
            if rule.decimal is not None
            for header in rule.all_headers
        }
        return cls(contract.format.decimal, own)

    def of_column(self, name: str) -> str:
        """The sign of a column, by the name that the file gives it."""
        return self.by_column.get(normalise_word(name), self.default) if self.by_column else self.default


def decimal_text(value: Decimal | float, sign: str = ".") -> str:
    """A number without exponent and without a closing `.0`; one of unheard-of size stays as it is written."""
    text = str(value)
    if "e" in text or "E" in text:
        number = Decimal(text)
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
            return text
        text = format(number, "f")
    text = text.removesuffix(".0")  # the id 7 is often kept as 7.0
    return text if sign == "." else text.replace(".", sign)
