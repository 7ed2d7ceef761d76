"""How one header differs from another: columns added, dropped, renamed, moved or named twice.

Holds the comparison of two headers under one contract, and what of a change its policy lets pass. Which headers are
compared is told in `drift`.
"""

import difflib
from collections import Counter
from dataclasses import dataclass

from .contract_model import Contract
from .matching import wanted_columns
from .words import normalise_word

_ALIKE = 0.75  # similarity of two names from which the one is taken for the other renamed


@dataclass(frozen=True)
class HeaderChange:
    """What became of the columns, by the names of the files.

    Attributes:
        added, dropped: columns of one of the two headers only.
        renamed: old and new name of columns that are the same to the contract, or whose names are alike.
        duplicated: names that the new header has more often than the old one.
        is_reordered: whether the columns that both have stand in another order.
        unknown: new names, added or of renamed columns, that the contract does not speak of.
        lost: old names, dropped or of renamed columns, that the contract reads and now finds under no other name.
    """

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    duplicated: tuple[str, ...] = ()
    is_reordered: bool = False
    unknown: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.dropped or self.renamed or self.duplicated or self.is_reordered)

    @property
    def is_known(self) -> bool:
        """Whether the contract copes with all of it: names that it knows, in whatever order."""
        return not (self.unknown or self.lost or self.duplicated or self.dropped)


def compare_headers(old: list[str], new: list[str], contract: Contract) -> HeaderChange:
    """What became of the columns of `old` in `new`.

    Args:
        old, new: headers as the files write them; nameless columns are passed over.
        contract: tells which names mean the same, and which it knows.
    """
    before, after = _by_word(old), _by_word(new)
    column_of = _columns_of_names(contract)
    dropped = [word for word in before if word not in after]
    added = [word for word in after if word not in before]
    pairs = _renamed(dropped, added, column_of)
    dropped = [word for word in dropped if word not in dict(pairs)]
    added = [word for word in added if word not in dict(pairs).values()]
    known = {*column_of, *(normalise_word(name) for name in contract.other_columns)}
    found = {column for word in after for column in column_of.get(word, ())}
    gone = [*dropped, *(word for word, _ in pairs)]
    counts, counts_before = Counter(map(normalise_word, new)), Counter(map(normalise_word, old))
    common = [word for word in before if word in after]
    return HeaderChange(
        added=tuple(after[word] for word in added),
        dropped=tuple(before[word] for word in dropped),
        renamed=tuple((before[word], after[other]) for word, other in pairs),
        duplicated=tuple(after[word] for word in after if counts[word] > max(counts_before[word], 1)),
        is_reordered=common != [word for word in after if word in before],
        unknown=tuple(after[word] for word in (*added, *(other for _, other in pairs)) if word not in known),
        lost=tuple(before[word] for word in gone if word in column_of and not set(column_of[word]) & found),
    )


def _by_word(header: list[str]) -> dict[str, str]:
    """Comparable name → name as written, in the order of the header."""
    named: dict[str, str] = {}
    for name in header:
        if word := normalise_word(name):
            named.setdefault(word, name)
    return named


def _columns_of_names(contract: Contract) -> dict[str, list[str]]:
    """Comparable name → the columns of feeds that it may fill."""
    found: dict[str, list[str]] = {}
    for feed, column, names, _ in wanted_columns(contract):
        for name in names:
            found.setdefault(normalise_word(name), []).append(f"{feed}.{column}")
    return found


def _renamed(dropped: list[str], added: list[str], column_of: dict[str, list[str]]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    free = list(added)
    for word in dropped:
        same = [other for other in free if set(column_of.get(word, ())) & set(column_of.get(other, ()))]
        alike = difflib.get_close_matches(word, free, n=1, cutoff=_ALIKE)
        for other in (same or alike)[:1]:
            pairs.append((word, other))
            free.remove(other)
    return pairs
