"""The account that landing has to give of a generated file, made from what its lines are known to hold.

Holds the oracle: where each record belongs, and each value. Reads nothing that landing wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from forms_of_exports import HEADER, OUTER_BLANKS, Form


@dataclass(frozen=True)
class Fact:
    """What a record says, apart from its texts; `fault` = the column that cannot be read, and why."""

    kind: str
    moment: datetime
    amount: Decimal | None
    number: int | None
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class Line:
    """Raw text, and what stands in it: one record with values, or one or more that are set aside with a reason."""

    raw: str
    values: dict[str, str] | None = None
    fact: Fact | None = None
    cells: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    may_be_footer: bool = False
    """Whether the contract calls it a footer where nothing but footers and blank lines follow."""
    is_cut: bool = False

    @property
    def is_blank(self) -> bool:
        return bool(self.set_aside) and self.set_aside[0][0] == "blank"


@dataclass
class Account:
    """Where the records of a file, by number, have to be found."""

    records: int = 0
    footer: int = 0
    blank: int = 0
    returns: dict[int, tuple[datetime, Decimal | None, str | None]] = field(default_factory=dict)
    accounts: dict[int, tuple[str | None, str | None, int | None]] = field(default_factory=dict)
    rejected: dict[tuple[str, int], tuple[str | None, str]] = field(default_factory=dict)
    """Feed and number → column (casefolded) and reason."""
    not_selected: dict[str, set[int]] = field(default_factory=lambda: {"returns": set(), "accounts": set()})
    cells: list[dict[str, str | None]] = field(default_factory=list)
    """Every record's cells as the file writes them; all null where it cannot be read."""


_FEED_OF_KIND = {"in": "returns", "firm": "accounts"}
_FEEDS_OF_COLUMN = {"Date": ("returns",), "Amount": ("returns",), "Number": ("accounts",)}


def account_of(form: Form, lines: Sequence[Line]) -> Account:
    """The account of a file that consists of these lines."""
    account = Account()
    footers = _footers(lines)
    for index, line in enumerate(lines):
        if index in footers:
            account.footer += 1
            _add(account, line.values)
        elif line.values is not None and line.fact is not None:
            _add(account, line.values)
            _place(account, form, line.values, line.fact)
        else:
            for disposition, reason in line.set_aside:
                _add(account, None)
                if disposition == "blank":
                    account.blank += 1
                else:
                    for feed in ("returns", "accounts"):
                        account.rejected[feed, account.records] = (None, reason)
    return account


def _footers(lines: Sequence[Line]) -> set[int]:
    found = set()
    for index in reversed(range(len(lines))):
        if lines[index].may_be_footer:
            found.add(index)
        elif not lines[index].is_blank:
            break
    return found


def _add(account: Account, values: dict[str, str] | None) -> None:
    account.records += 1
    account.cells.append({name: (values[name] or None) if values else None for name in HEADER})


def _place(account: Account, form: Form, values: dict[str, str], fact: Fact) -> None:
    number = account.records
    column, reason = fact.fault or ("", "")
    own = _FEED_OF_KIND.get(fact.kind)
    for feed in ("returns", "accounts"):
        if column == "Kind":  # nobody can tell which feed it belongs to
            account.rejected[feed, number] = ("kind", reason)
        elif feed != own:
            account.not_selected[feed].add(number)
        elif feed in _FEEDS_OF_COLUMN.get(column, ()):
            account.rejected[feed, number] = (column.casefold(), reason)
        elif feed == "returns":
            account.returns[number] = (fact.moment, fact.amount, _text(values["Name"], form))
        else:
            account.accounts[number] = (_text(values["Id"], form), _text(values["Name"], form), fact.number)


def _text(written: str, form: Form) -> str | None:
    bare = written.strip(OUTER_BLANKS)
    return None if bare == "" or bare in form.nulls else bare
