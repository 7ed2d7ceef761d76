"""What a command costs: seconds, CPU seconds, peak memory of its process tree.

Holds the sampling, from Linux's /proc. Must not hold what is measured.
"""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS_BETWEEN_SAMPLES = 1.0  # asking for the memory of a large process takes it some time


@dataclass(frozen=True)
class Cost:
    """`seconds` of wall time; `cpu_seconds` user and system of all processes; `peak_mb` of all at one time."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run `command` to its end and say what it cost.

    Raises:
        RuntimeError: it failed; holds the end of what it wrote.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **environment}
    )
    peak = _Peak(process.pid)
    peak.start()
    with process:
        output = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)  # its own children included, unlike RUSAGE_CHILDREN before it ends
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    peak.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output[-3000:]}")
    return Cost(seconds, used.ru_utime + used.ru_stime, peak.bytes / 1e6, output)


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder`; several names of one file count once."""
    found = {(status.st_dev, status.st_ino): status.st_size for status in map(os.lstat, _files(folder))}
    return sum(found.values())


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


class _Peak(threading.Thread):
    """Samples the memory of a process and its descendants; pages that they share are counted once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_SAMPLES):
            self.bytes = max(self.bytes, sum(_proportional_bytes(pid) for pid in _tree(self._pid)))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(root: int) -> list[int]:
    """The process and all its descendants that live now."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it has ended meanwhile
            continue
    return found


def _proportional_bytes(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:  # it has ended meanwhile
        return 0
    return 0
