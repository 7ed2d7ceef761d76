"""A small simulated market, played once per process; each injury is done to a copy of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from played import Played, fill_inbox, play

from dagster_project.simulation import simulate

_SEED = 7


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Played:
    root = tmp_path_factory.mktemp("healthy")
    simulate(root / "exports", "tiny", _SEED)
    played = play(fill_inbox(root / "workspace", root / "exports"))
    assert played.failed_laws() == set()
    played.close()
    return played


@pytest.fixture
def patient(healthy: Played, tmp_path: Path) -> Iterator[Played]:
    """A copy to be injured."""
    copy = healthy.copy(tmp_path / "workspace")
    yield copy
    copy.close()


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """The share of injuries that were caught, over all processes."""
    called = [
        (report.outcome, report.nodeid)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call" and "tests/injuries/" in report.nodeid and "is_no_injury" not in report.nodeid
    ]
    caught = sum(outcome == "passed" for outcome, _ in called)
    if called:
        terminalreporter.write_line(f"injuries: {caught} of {len(called)} caught ({caught / len(called):.0%})")
