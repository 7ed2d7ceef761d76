"""The list of records that are not read, compact enough for millions of them.

Holds numbers and reasons, never a value.
"""

import csv
from array import array
from collections import Counter
from pathlib import Path
from typing import get_args

from .inspection_result import MAX_LISTED, Disposition, SetAsideRecord

_DISPOSITIONS: tuple[Disposition, ...] = get_args(Disposition)


class SetAside:
    """Records in the order of their number."""

    def __init__(self) -> None:
        self._row_numbers = array("q")
        self._dispositions = array("B")
        self._reasons = array("L")
        self._reason_numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._row_numbers)

    def add(self, row_number: int, disposition: Disposition, reason: str) -> None:
        """Set one record aside; its number has to be higher than those before."""
        self._row_numbers.append(row_number)
        self._dispositions.append(_DISPOSITIONS.index(disposition))
        self._reasons.append(self._reason_numbers.setdefault(reason, len(self._reason_numbers)))

    def replace_from(self, first_row_number: int, records: list[SetAsideRecord]) -> None:
        """Forget everything from a record on and set these aside instead."""
        while self._row_numbers and self._row_numbers[-1] >= first_row_number:
            self._row_numbers.pop()
            self._dispositions.pop()
            self._reasons.pop()
        for record in records:
            self.add(record.row_number, record.disposition, record.reason)

    def records(self, first: int = 0, count: int = MAX_LISTED) -> list[SetAsideRecord]:
        """At most `count` records from position `first` on."""
        reasons = list(self._reason_numbers)
        positions = range(first, min(len(self), first + count))
        return [
            SetAsideRecord(
                self._row_numbers[position],
                _DISPOSITIONS[self._dispositions[position]],
                reasons[self._reasons[position]],
            )
            for position in positions
        ]

    def from_row(self, row_number: int) -> list[SetAsideRecord]:
        """The records with this number or a higher one."""
        position = len(self)
        while position > 0 and self._row_numbers[position - 1] >= row_number:
            position -= 1
        return self.records(position, len(self))

    def counts(self) -> dict[Disposition, int]:
        """How many records of each disposition."""
        found = Counter(self._dispositions)
        return {name: found.get(number, 0) for number, name in enumerate(_DISPOSITIONS)}

    def write(self, path: Path) -> None:
        """Write all as CSV with the header `row_number,disposition,reason`."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["row_number", "disposition", "reason"])
            for first in range(0, len(self), MAX_LISTED):
                writer.writerows(
                    (record.row_number, record.disposition, record.reason) for record in self.records(first)
                )
