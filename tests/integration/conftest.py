"""Workspaces that integration tests share."""

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
    """The demo workspace as `amorce demo` leaves it; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("pristine") / "demo"
    done = run_amorce("demo", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "shown.txt").write_text(done.stdout)
    return folder


@pytest.fixture(scope="module")
def demo(pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo workspace for one module."""
    folder = tmp_path_factory.mktemp("copy") / "demo"
    shutil.copytree(pristine_demo, folder, symlinks=True)
    return folder
