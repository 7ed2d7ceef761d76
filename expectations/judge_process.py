"""The process in which Great Expectations judges: it imports while dbt builds, then validates one file.

Holds the entry point `python -m expectations.judge_process` and its handle. Must not decide anything: the outcomes go
back to `gate.py` as they are.

Great Expectations takes seconds to import. Imported in a thread beside Dagster, both load SQLAlchemy at once, and
either may find a module half imported; in a process of its own it disturbs nobody, and its memory is given back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from expectations.laws import Law, load_laws
from expectations.outcome import Outcome

_PROGRAM: Final = (sys.executable, "-m", "expectations.judge_process")
_SAID_AT_MOST: Final = 500
"""Characters of an error that the judge's process left."""


class JudgeProcess:
    """One process that imports when it is started, judges once, and ends."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            _PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def validate(self, database: Path, laws: Sequence[Law]) -> list[Outcome]:
        """`suite.validate` in that process.

        Raises:
            RuntimeError: it could not validate; holds the last line that it left.
        """
        order = json.dumps({"database": str(database), "laws": [law.name for law in laws]})
        answer, complaint = self._process.communicate(order + "\n")
        if self._process.returncode != 0:
            lines = complaint.strip().splitlines() or [f"the judge ended with code {self._process.returncode}"]
            raise RuntimeError(lines[-1][:_SAID_AT_MOST])
        return [Outcome(**outcome) for outcome in json.loads(answer.splitlines()[-1])]

    def close(self) -> None:
        """End the process if it still waits."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.communicate()


def main() -> None:
    """Import, wait for one order on standard input, print the outcomes as one line of JSON."""
    from expectations import suite  # noqa: PLC0415

    line = sys.stdin.readline()
    if not line:  # the run ended before there was anything to judge
        return
    order = json.loads(line)
    wanted = set(order["laws"])
    laws = [law for law in load_laws() if law.name in wanted]
    outcomes = suite.validate(Path(order["database"]), laws)
    print(json.dumps([asdict(outcome) for outcome in outcomes]), flush=True)
    os._exit(0)  # taking Great Expectations down takes as long as judging


if __name__ == "__main__":
    main()
