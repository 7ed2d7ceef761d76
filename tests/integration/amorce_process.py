"""`amorce` called as users call it: as a process of its own. Holds no fixture."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Amorce = Callable[..., "subprocess.CompletedProcess[str]"]
_PATIENCE_SECONDS = 600


def clean_environment(**added: str) -> dict[str, str]:
    """The environment without settings of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AMORCE_", "DAGSTER_HOME"))}
    return {**inherited, **added}


def run_amorce(*arguments: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Call `amorce` and wait for it."""
    return subprocess.run(
        [sys.executable, "-m", "dagster_project", *map(str, arguments)],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )
