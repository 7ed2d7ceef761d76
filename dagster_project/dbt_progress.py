"""What dbt's structured log tells: which model is being built, and why one failed.

Holds the reading of log events. Must not import Dagster or dbt.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_project.errors import AmorceError
from dagster_project.progress import tell

_RESULTS = {"LogModelResult", "LogSeedResult"}


class DbtProgress:
    """Follows one dbt command, event by event."""

    def __init__(self) -> None:
        self._running: dict[str, None] = {}
        self._done = 0
        self._total = 0
        self._failed: list[str] = []
        self._errors: list[str] = []
        tell("models", "dbt is starting")

    def observe(self, event: Mapping[str, Any]) -> None:
        """Take note of one event and tell how far dbt is."""
        name, data = event["info"]["name"], event["data"]
        # The line that a model failed comes first and says no more than that.
        if event["info"]["level"] == "error" and name not in _RESULTS:
            self._errors.append(str(event["info"]["msg"]).strip())
        node = data.get("node_info", {}).get("node_name", "")
        if name == "LogStartLine":
            self._total = int(data.get("total", 0))
            self._running[node] = None
        elif name in _RESULTS:
            self._done += 1
            self._running.pop(node, None)
            if data.get("status") == "error":
                self._failed.append(node)
        else:
            return
        tell("models", ", ".join(self._running) or node, self._done, self._total)

    def raise_if_failed(self, exit_code: int, log_path: Path) -> None:
        """Raise what dbt said when it ended badly.

        Raises:
            AmorceError: names the first model that failed and its message.
        """
        if exit_code == 0 and not self._failed:
            tell("models", f"{self._done} models", self._done, self._done)
            return
        said = next((text for text in self._errors if self._failed and self._failed[0] in text), None)
        said = said or "\n".join(self._errors[:3]) or f"dbt ended with code {exit_code} and said nothing"
        what = f"The dbt model `{self._failed[0]}` failed" if self._failed else "dbt failed"
        others = f" (and {len(self._failed) - 1} more)" if len(self._failed) > 1 else ""
        again = f"`amorce dbt build -s {self._failed[0]}`" if self._failed else "`amorce dbt parse`"
        raise AmorceError(f"{what}{others}: {said}", f"{again} runs it alone; dbt's log is {log_path}.")
