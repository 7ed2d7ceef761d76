"""A small simulated market, played once per process; each injury is done to a copy of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from played import CREDITED_FROM, Played, fill_inbox, play

from dagster_project.simulation import simulate
from expectations import laws

_SEED = 7


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Played:
    root = tmp_path_factory.mktemp("healthy")
    simulate(root / "exports", "tiny", _SEED)
    played = play(fill_inbox(root / "workspace", root / "exports"))
    assert played.failed_laws() == set()
    played.close()
    return played


@pytest.fixture(scope="session")
def judged(healthy: Played) -> frozenset[str]:
    """The nodes that a law reads and what those are made of: no law sees what becomes of the others."""
    words: set[str] = set()
    for path in Path(laws.__file__).parent.rglob("*.sql"):
        words.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    read = {node.name for node in healthy.models.nodes if node.name in words or node.name.startswith("stg_")}
    return frozenset(healthy.models.above(*read, *CREDITED_FROM))


@pytest.fixture
def patient(healthy: Played, judged: frozenset[str], tmp_path: Path) -> Iterator[Played]:
    """A copy to be injured: its tables, of which those are built anew that matter to a law."""
    copy = healthy.copy_of_tables(tmp_path / "workspace", judged)
    yield copy
    copy.discard()


@pytest.fixture
def patient_with_files(healthy: Played, tmp_path: Path) -> Iterator[Played]:
    """A whole copy to be injured, inbox and landing included."""
    copy = healthy.copy(tmp_path / "workspace")
    yield copy
    copy.discard()


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
