"""A dbt that has parsed the project before it is needed.

Holds the handle of the process that `dbt_process.py` serves in. dbt takes seconds to import itself and to parse; they
pass while this process imports Dagster and lands what came in. Must not import Dagster.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dagster_project.dbt_command import DBT_PROGRAM, dbt_environment, variable_arguments
from dagster_project.dbt_process import PARSED, SERVE
from dagster_project.errors import AmorceError
from dagster_project.resources import dbt_project_dir
from dagster_project.workspace import Workspace

# To its file dbt would write every statement and event of every model, which takes as long as a tenth of the build; the
# statements stand in the target folder anyway.
_GLOBAL_FLAGS = ("--log-format", "json", "--log-level-file", "info", "--no-use-colors")
_workers: list["DbtWorker"] = []


class DbtWorker:
    """One dbt process: parses when it is started, builds once when it is told to."""

    def __init__(self, workspace: Workspace) -> None:
        workspace.prepare()
        self._settings = workspace.settings
        self._is_parsed = False
        self._process = subprocess.Popen(
            [*DBT_PROGRAM, SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dbt_environment(workspace),
            cwd=dbt_project_dir(),
        )
        self._send([*_GLOBAL_FLAGS, "parse", *variable_arguments(self._settings)])

    def wait_until_parsed(self) -> None:
        """Wait for the project to be parsed.

        Raises:
            AmorceError: it cannot be parsed; holds what dbt said.
        """
        if self._is_parsed:
            return
        said: list[str] = []
        for line in self._process.stdout or []:
            event = _as_event(line)
            if PARSED in event:
                self._is_parsed = bool(event[PARSED])
                break
            if event.get("info", {}).get("level", "error") == "error":
                said.append(str(event.get("info", {}).get("msg") or line.decode(errors="replace")).strip())
        if not self._is_parsed:
            what = "\n".join(said[-20:]) or f"dbt ended with code {self._process.wait()}"
            raise AmorceError(f"dbt cannot parse its project {dbt_project_dir()}:\n{what}", "Mend the file it names.")

    def build(self, arguments: Sequence[str], *, is_increment: bool = False) -> "subprocess.Popen[bytes]":
        """Start one dbt command; returns the process, whose output is dbt's log as JSON lines.

        Raises:
            AmorceError: the project cannot be parsed.
        """
        self.wait_until_parsed()
        self._send([*_GLOBAL_FLAGS, *arguments, *variable_arguments(self._settings, is_increment=is_increment)])
        return self._process

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()

    def _send(self, arguments: Sequence[str]) -> None:
        if self._process.stdin is None:
            raise AmorceError("dbt's process takes no orders.", "Run again.")
        try:
            self._process.stdin.write(json.dumps(list(arguments)).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise AmorceError(f"dbt's process ended with code {self._process.wait()}.", "Run again.") from None


@contextmanager
def dbt_worker(workspace: Workspace) -> Iterator[DbtWorker]:
    """The worker of this process: the one that is there already, else one that ends with the block."""
    if _workers:
        yield _workers[-1]
        return
    worker = DbtWorker(workspace)
    _workers.append(worker)
    try:
        yield worker
    finally:
        _workers.remove(worker)
        worker.close()


def _as_event(line: bytes) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
