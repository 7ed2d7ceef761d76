"""Workspaces that integration tests share."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from amorce_process import Amorce, run_amorce


@pytest.fixture(scope="session")
def amorce() -> Amorce:
    """`amorce` as a process."""
    return run_amorce


@pytest.fixture(scope="session")
def pristine_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workspace as `amorce demo` leaves it, made once for all processes.

    Only read, as another process may be reading it; tests that change it, or open it for writing, take a copy.
    """
    mine = tmp_path_factory.getbasetemp()
    shared = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "pristine"
    shared.mkdir(exist_ok=True)
    folder = shared / "demo"
    shown = folder / "shown.txt"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shown.exists():
            shutil.rmtree(folder, ignore_errors=True)
            done = run_amorce("demo", folder)
            assert done.returncode == 0, done.stdout + done.stderr
            shown.write_text(done.stdout)
    return folder


@pytest.fixture(scope="module")
def demo(pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo workspace for one module."""
    folder = tmp_path_factory.mktemp("copy") / "demo"
    shutil.copytree(pristine_demo, folder, symlinks=True)
    return folder
