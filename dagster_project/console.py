"""How progress and tables are shown: rich on a terminal, plain lines elsewhere.

Holds no knowledge of what is shown. While a run is displayed, what libraries print goes to the run's log instead.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from dagster_project.progress import ProgressEvent, listening

if TYPE_CHECKING:
    from rich.progress import TaskID

_TITLES = {
    "exports": "Exports",
    "start": "Start",
    "landing": "Landing",
    "models": "Models",
    "laws": "Laws",
    "publication": "Publication",
}


@contextmanager
def shown_progress(log_path: Path | None = None) -> Iterator[None]:
    """Show the progress events of the block; with `log_path`, keep everything else that is printed in that file."""
    terminal = sys.stderr
    is_rich = terminal.isatty() and os.environ.get("TERM") != "dumb"
    display: AbstractContextManager[Any] = _RichDisplay(terminal) if is_rich else _PlainDisplay(terminal)
    with display as show, listening(show):
        if log_path is None:
            yield
            return
        log_path.parent.mkdir(parents=True, exist_ok=True)
        with log_path.open("a", encoding="utf-8") as log, redirect_stdout(log), redirect_stderr(log):
            yield


class _PlainDisplay:
    """One line per step, with the seconds since the beginning; for logs and pipes."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._began = time.monotonic()
        self._last = ""

    def __enter__(self) -> "_PlainDisplay":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._terminal.flush()

    def __call__(self, event: ProgressEvent) -> None:
        share = f" {event.done}/{event.total}" if event.total else ""
        line = f"{_TITLES[event.stage]}{share}: {event.text}"
        if line == self._last:
            return
        self._last = line
        print(f"[{time.monotonic() - self._began:6.1f} s] {line}", file=self._terminal, flush=True)


class _RichDisplay:
    """One bar per stage."""

    def __init__(self, terminal: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._progress: Progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("{task.fields[text]}", markup=False),
            console=Console(file=terminal, force_terminal=True),
            refresh_per_second=5,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "_RichDisplay":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, event: ProgressEvent) -> None:
        task = self._tasks.get(event.stage)
        if task is None:
            for earlier in self._tasks.values():
                self._progress.update(earlier, total=1, completed=1)
            task = self._tasks[event.stage] = self._progress.add_task(_TITLES[event.stage], total=None, text="")
        share = f"{event.done}/{event.total} " if event.total else ""
        self._progress.update(task, text=share + event.text, total=event.total or None, completed=event.done)


def format_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table: texts to the left, numbers to the right with thousands apart; fits any log."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max([len(title), *(len(row[i]) for row in cells)]) for i, title in enumerate(header)]
    is_number = [all(isinstance(row[i], int | float) for row in rows if row[i] is not None) for i in range(len(header))]

    def line(values: Sequence[str]) -> str:
        padded = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(values, widths, is_number, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(list(header)), line(["─" * width for width in widths]), *map(line, cells)])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
