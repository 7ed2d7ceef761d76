"""Which cells of a file a contract reads: headers by name, each cell cleaned once however many columns use it.

Holds no meaning of a cell: that stands in `feed_columns`.
"""

from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.errors import UnreadableFile

from .sql import clean_text, null_words, quote_name
from .words import nearest_words, normalise_word


@dataclass
class Cells:
    """The cells of one file that are asked for, by header.

    Attributes:
        path: the file, for messages.
        header: its column names, in order.
        raw_names: what DuckDB calls these columns.
        is_trimmed: whether the witness found no cell with outer blanks, so that none has to be looked for.
    """

    path: Path
    header: list[str]
    raw_names: list[str]
    is_trimmed: bool = False
    _cleaned: dict[tuple[int, tuple[str, ...]], str] = field(default_factory=dict)
    _written: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._positions: dict[str, list[int]] = {}
        for index, name in enumerate(self.header):
            self._positions.setdefault(normalise_word(name), []).append(index)

    def positions(self, headers: tuple[str, ...]) -> list[int]:
        """Where the columns of these names stand, in the order of the names; absent ones are left out.

        Columns of one name count like columns of several names of one thing: the first filled one wins.
        """
        found = [position for header in headers for position in self._positions.get(normalise_word(header), ())]
        return list(dict.fromkeys(found))

    def texts(self, headers: tuple[str, ...], nulls: tuple[str, ...]) -> list[str]:
        """Names of the cleaned cells under these headers; empty when the file has none of them."""
        return [
            self._cleaned.setdefault((position, nulls), f"t{len(self._cleaned) + 1}")
            for position in self.positions(headers)
        ]

    def written(self, position: int) -> str:
        """The name of a cell as the file writes it."""
        self._written.add(position)
        return quote_name(self.raw_names[position])

    def label(self, headers: tuple[str, ...]) -> str:
        """The first of these headers that the file has, as the file writes it."""
        positions = self.positions(headers)
        return self.header[positions[0]] if positions else headers[0]

    def require(self, column: str, headers: tuple[str, ...]) -> None:
        """Raise when the file has none of these headers.

        Raises:
            UnreadableFile: names the file, the column, its headers and the nearest ones that the file has.
        """
        if self.positions(headers):
            return
        near = [name for header in headers for name in nearest_words(header, self.header, count=1)]
        meant = f" The nearest it has: {', '.join(dict.fromkeys(near))}." if near else ""
        raise UnreadableFile(
            f"{self.path} has no column for {column}: none of {', '.join(headers)}.{meant}",
            f"Add the file's name of the column to `from` in the contract, or mark {column} as `optional`.",
        )

    def cleaned(self) -> dict[str, int]:
        """The name of each cleaned cell, and its column's position."""
        return {name: position for (position, _), name in self._cleaned.items()}

    def used_positions(self) -> set[int]:
        """Columns that some feed reads."""
        return {position for position, _ in self._cleaned}

    def selection(self) -> list[str]:
        """The select list over cells called by `raw_names`: those wanted as written, then each cleaned one."""
        clean = null_words if self.is_trimmed else clean_text
        written = [quote_name(self.raw_names[position]) for position in sorted(self._written)]
        cleaned = [
            f"{clean(quote_name(self.raw_names[position]), nulls)} as {quote_name(name)}"
            for (position, nulls), name in self._cleaned.items()
        ]
        return written + cleaned

    def names(self) -> list[str]:
        """Every cell that can be asked for, cleaned or as written."""
        return [*self._cleaned.values(), *(self.raw_names[position] for position in sorted(self._written))]
