"""A tiny market, written once for all tests of the simulator."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dagster_project.simulation import SimulationReport, simulate


@dataclass(frozen=True)
class Simulated:
    """A market's folder, its report, and its truth as read back from the files."""

    directory: Path
    report: SimulationReport
    truth: dict[str, Any]
    returns: list[dict[str, str]]

    def rows(self, pattern: str, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[dict[str, str]]:
        """The records of all files that match, in order of the files' names; ragged ones as csv reads them."""
        found: list[dict[str, str]] = []
        for path in sorted(self.directory.glob(pattern)):
            with path.open(encoding=encoding, newline="") as file:
                found.extend(csv.DictReader(file, delimiter=delimiter))
        return found


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    directory = tmp_path_factory.mktemp("tiny")
    report = simulate(directory, "tiny", 3)
    with (directory / "truth" / "returns.csv").open(encoding="utf-8", newline="") as file:
        returns = list(csv.DictReader(file))
    return Simulated(directory, report, json.loads((directory / "truth" / "truth.json").read_text()), returns)
