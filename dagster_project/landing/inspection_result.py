"""What an inspection tells about a file, and the one way in which DuckDB then reads it.

Holds data and the text of the query; the pass over the bytes stands in `inspection`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Disposition = Literal["rejected", "footer", "blank"]
# Beyond it the list is cut; `set_aside_path` and `set_aside_counts` always hold all.
MAX_LISTED = 100_000
# DuckDB reads lines of up to 2 MB unless it is told otherwise.
DUCKDB_LINE_BYTES = 1_900_000
MAX_RECORD_BYTES = 16 * 1024 * 1024
# The widest exports have some thousand columns; planning takes memory and time for each.
MAX_COLUMNS = 4_096


@dataclass(frozen=True)
class SetAsideRecord:
    """A record that is not read: its number (1 = first after the header), why, and what becomes of it."""

    row_number: int
    disposition: Disposition
    reason: str


@dataclass(frozen=True)
class Inspection:
    """What one pass over the bytes found.

    `readable_path` begins with a header line (`skip_lines` = 1) and holds one record for each of `records`, in order:
    those that are set aside stand there too (as they are, or as a placeholder of empty cells) and have to be left out
    by their number.
    """

    delivery_id: str
    size_bytes: int
    header: list[str]
    records: int
    set_aside: list[SetAsideRecord]
    set_aside_counts: dict[Disposition, int]
    set_aside_path: Path | None
    readable_path: Path
    is_temporary: bool
    skip_lines: int
    has_header_line: bool
    delimiter: str
    quote: str
    encoding: str
    line_end: str
    has_quoted_line_ends: bool
    has_long_records: bool
    is_trimmed: bool
    """Whether surely no cell begins or ends with a blank."""
    temporary_paths: tuple[Path, ...] = field(default=())

    def remove_temporary_files(self) -> None:
        """Delete what the inspection wrote; the delivered file is never touched."""
        for path in self.temporary_paths:
            path.unlink(missing_ok=True)


def raw_column_names(inspection: Inspection) -> list[str]:
    """Names of the columns that `read_csv_sql` gives, in the header's order: `c1`, `c2`, …"""
    return [f"c{index}" for index in range(1, len(inspection.header) + 1)]


def read_csv_sql(inspection: Inspection) -> tuple[str, list[object]]:
    """A table expression that reads the file as text, and its parameters.

    Use it as `select … from <sql>`. Columns are those of `raw_column_names`, all varchar; an empty cell is null. The
    count has to equal `inspection.records`, and in insertion order the k-th row is the record number k.
    """
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in raw_column_names(inspection))
    options = [
        "auto_detect = false",
        "header = false",
        f"columns = {{{columns}}}",
        "delim = ?",
        "quote = ?",
        "escape = ?",
        f"skip = {inspection.skip_lines}",
        "encoding = 'utf-8'",
        "compression = 'none'",
        "hive_partitioning = false",
        "nullstr = ''",
        "strict_mode = true",
    ]
    if inspection.line_end == "\n":
        # DuckDB guesses it otherwise, and cannot be told "\r\n": for that the first line shows it.
        options.append("new_line = '\\n'")
    if inspection.has_long_records or inspection.has_quoted_line_ends:
        options.append(f"max_line_size = {2 * MAX_RECORD_BYTES}")
    if inspection.has_quoted_line_ends:
        # A parallel reader has to guess where a record begins; with line ends inside quotes it can guess wrongly.
        options.append("parallel = false")
    parameters: list[object] = [
        str(inspection.readable_path),
        inspection.delimiter,
        inspection.quote,
        inspection.quote,
    ]
    return f"read_csv(?, {', '.join(options)})", parameters
