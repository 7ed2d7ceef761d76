"""The lock of a workspace: one run at a time, whoever starts it.

Holds taking, naming the holder of, and releasing the lock. The kernel drops it when the holder dies, however it dies,
so there is no stale lock to clean up. Must not hold what is done under the lock.
"""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from dagster_project.errors import WorkspaceBusy

LOCK_FILE = "run.lock"
_POLL_SECONDS = 0.2

_held: dict[Path, int] = {}


@contextmanager
def hold(state_dir: Path, command: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the workspace whose state lies in `state_dir` while the block runs.

    A process that holds it may hold it again: `amorce run` takes it before it imports Dagster, and the job that it
    then executes in the same process takes it like any other.

    Args:
        command: what the holder does, shown to those who find the workspace busy.
        wait_seconds: how long to wait for another holder.

    Raises:
        WorkspaceBusy: another process holds it; names that process.
    """
    path = (state_dir / LOCK_FILE).resolve()
    if path in _held:
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _take(file, path, wait_seconds)
        _write_holder(file, command)
        _held[path] = 1
        try:
            yield
        finally:
            del _held[path]
            file.truncate(0)
            file.flush()
            fcntl.flock(file, fcntl.LOCK_UN)


def holder(state_dir: Path) -> dict[str, str] | None:
    """Who holds the workspace (pid, host, started_at, command), or None when it is free."""
    path = state_dir / LOCK_FILE
    if not path.exists():
        return None
    with path.open("a+", encoding="utf-8") as file:
        if path.resolve() not in _held and _is_free(file):
            return None
        return _read_holder(path)


def _take(file: IO[str], path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise _busy(path) from None
            time.sleep(_POLL_SECONDS)
        else:
            return


def _is_free(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True


def _write_holder(file: IO[str], command: str) -> None:
    file.truncate(0)
    json.dump(
        {
            "pid": str(os.getpid()),
            "host": socket.gethostname(),
            "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "command": command or " ".join(sys.argv),
        },
        file,
    )
    file.flush()


def _read_holder(path: Path) -> dict[str, str]:
    """The holder's own words; empty in the instant between taking the lock and writing them."""
    try:
        return {str(key): str(value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError):
        return {}


def _busy(path: Path) -> WorkspaceBusy:
    found = _read_holder(path)
    who = (
        f"process {found.get('pid')} on {found.get('host')} (`{found.get('command')}`, since {found.get('started_at')})"
        if found
        else "another process"
    )
    return WorkspaceBusy(
        f"The workspace {path.parent.parent} is busy: {who} holds it.",
        "Wait for it to end, or let this command wait: --wait SECONDS.",
    )
