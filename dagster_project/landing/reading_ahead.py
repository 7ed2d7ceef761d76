"""DuckDB reads a large file while the witness still goes over its bytes: two passes in the time of the longer one.

What was read ahead counts only if the witness's findings then lead to the very same statement; else the file is read
again, as if nothing had been tried. Holds the attempt only; the reading itself stands in `reading`.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from .contract import Contract
from .decoding import is_utf8
from .forms import fitting_forms
from .inspection import Inspection
from .side_files import cells_sql, copy_cells

# Of a smaller one the witness takes less than starting a thread is worth.
_FEWEST_BYTES = 4_000_000
_READ_FILE = "ahead.parquet"
_STATEMENT_FILE = "ahead.sql"


@contextmanager
def reading_ahead(con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, scratch: Path) -> Iterator[None]:
    """Read a file's cells into `scratch` beside whatever the caller does meanwhile.

    Args:
        con: the caller may not use it meanwhile.
        path: the delivered file.
        contract: its formats tell what the file probably looks like.
        scratch: see `take_ahead`.
    """
    select = _probable_sql(path, contract)
    if select is None:
        yield
        return
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_read, con, select, scratch)
        try:
            yield
        except BaseException:
            con.interrupt()
            raise


def take_ahead(select: str, scratch: Path, target: Path) -> bool:
    """Move what was read ahead into its place, if it was read by this very statement."""
    statement = scratch / _STATEMENT_FILE
    if not statement.exists() or statement.read_text(encoding="utf-8") != select:
        return False
    shutil.move(scratch / _READ_FILE, target)
    statement.unlink()
    return True


def _read(con: duckdb.DuckDBPyConnection, select: str, scratch: Path) -> None:
    try:
        copy_cells(con, select, scratch / _READ_FILE)
    except duckdb.Error:
        return  # whatever is wrong is told by the witness, or by the reading after it
    (scratch / _STATEMENT_FILE).write_text(select, encoding="utf-8")


def _probable_sql(path: Path, contract: Contract) -> str | None:
    """The statement by which the file will be read if all of it is as clean as its beginning."""
    if path.stat().st_size < _FEWEST_BYTES:
        return None
    form, preamble = next(iter(fitting_forms(path, contract)), (None, None))
    if form is None or preamble is None or form.type != "csv":
        return None
    if not (preamble.is_skippable and is_utf8(form.encoding)):
        return None
    return cells_sql(
        Inspection(
            delivery_id="",
            size_bytes=0,
            header=preamble.header,
            records=0,
            set_aside=[],
            set_aside_counts={},
            set_aside_path=None,
            readable_path=path,
            is_temporary=False,
            skip_lines=1,
            has_header_line=True,
            delimiter=form.delimiter,
            quote=form.quote,
            encoding="utf-8",
            line_end=preamble.line_end.decode("ascii"),
            has_quoted_line_ends=False,
            has_long_records=False,
            is_trimmed=False,
        )
    )
