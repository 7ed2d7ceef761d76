import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.errors import WorkspaceBusy
from dagster_project.lock import hold, holder

HOLD_FOR_LONG = """
import sys, time
from pathlib import Path
from dagster_project.lock import hold
with hold(Path(sys.argv[1]), "amorce run"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def state_dir(tmp_path: Path) -> Path:
    return tmp_path / ".amorce"


def start_holder(state_dir: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_FOR_LONG, str(state_dir), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def other_holder(state_dir: Path) -> Iterator[subprocess.Popen[str]]:
    process = start_holder(state_dir, 60)
    yield process
    process.kill()
    process.wait()


def test_a_free_workspace_has_no_holder(state_dir: Path) -> None:
    assert holder(state_dir) is None
    with hold(state_dir, "amorce run"):
        pass
    assert holder(state_dir) is None


def test_a_busy_workspace_names_process_host_and_command(state_dir: Path, other_holder: subprocess.Popen[str]) -> None:
    with pytest.raises(WorkspaceBusy) as raised, hold(state_dir, "amorce run"):
        pass
    assert f"process {other_holder.pid}" in raised.value.message
    assert "`amorce run`" in raised.value.message
    found = holder(state_dir)
    assert found is not None
    assert found["pid"] == str(other_holder.pid)


def test_a_killed_holder_leaves_the_workspace_free(state_dir: Path, other_holder: subprocess.Popen[str]) -> None:
    other_holder.kill()
    other_holder.wait()
    assert holder(state_dir) is None
    with hold(state_dir, "amorce run"):
        pass


def test_a_second_run_may_wait_for_the_first(state_dir: Path) -> None:
    first = start_holder(state_dir, 1)
    began = time.monotonic()
    with hold(state_dir, "amorce run", wait_seconds=30):
        assert time.monotonic() - began < 20
    first.wait()


def test_the_job_of_a_process_that_holds_the_workspace_may_hold_it_again(state_dir: Path) -> None:
    with hold(state_dir, "amorce run"):
        with hold(state_dir, "Dagster"):
            pass
        assert holder(state_dir) is not None, "the inner release must not free the workspace"
