"""A run that is killed leaves the last publication as it is, and the next run completes."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from amorce_process import Amorce, clean_environment

pytestmark = pytest.mark.slow


def start_and_kill(workspace: Path, when: str) -> None:
    """Start a full refresh and kill it, unwarned, as soon as its progress shows `when`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster_project", "run", "--full-refresh", "--workspace", str(workspace)],
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if when in line:
            break
    else:
        pytest.fail(f"the run ended before it showed {when!r}")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def dbt_processes(workspace: Path) -> list[str]:
    """The dbt processes that still write this workspace's warehouse."""
    wanted = f"AMORCE_WAREHOUSE={workspace}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:  # it ended, or belongs to somebody else
            continue
    return found


@pytest.mark.parametrize("when", ["Models 20/", pytest.param("Laws 0/", marks=pytest.mark.soak)])
def test_a_killed_run_leaves_the_last_publication_and_the_next_run_completes(
    when: str, demo: Path, amorce: Amorce
) -> None:
    published = demo / "published" / "marts.duckdb"
    before = digest(published)
    start_and_kill(demo, when)
    assert digest(published) == before
    deadline = time.monotonic() + 30
    while dbt_processes(demo) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert dbt_processes(demo) == [], "a killed run's dbt must not go on writing"
    status = amorce("status", "--workspace", demo)
    assert status.returncode == 1
    assert "the process was killed" in status.stdout
    done = amorce("run", "--full-refresh", "--workspace", demo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "It balances:" in done.stdout
