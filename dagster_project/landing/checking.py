"""Whether contracts and inbox fit, without landing anything: what `amorce contract check` tells.

Holds the check of headers; values are only judged by a landing.
"""

import shutil
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace

from .cells import Cells
from .contract import Contract
from .feed_plan import PlanContext, plan_feed
from .inspection import inspect, raw_column_names
from .matching import file_name_in, match_files
from .report import problems_of_matching
from .sightings import export_moment, part_of_name


@dataclass(frozen=True)
class CheckedFile:
    """One file of the inbox; `problem` is empty where it fits its contract."""

    file_name: str
    contract: str
    records: int | None
    problem: str = ""


@dataclass
class CheckReport:
    """What came of the check."""

    files: list[CheckedFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        """Whether every matched file fits its contract."""
        return not any(file.problem for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {"is_fine": self.is_fine, **asdict(self)}

    def render(self) -> str:
        """A line per file, then the warnings."""
        lines = [
            f"{'no' if file.problem else 'ok'}  {file.file_name}  {file.contract}"
            + (f"  {file.records:,} records" if file.records is not None else "")
            + (f"\n    {file.problem}" if file.problem else "")
            for file in self.files
        ]
        return "\n".join([*lines, *self.warnings]) or "The inbox is empty."


def check(workspace: Workspace, contracts: Mapping[str, Contract]) -> CheckReport:
    """Open each file of the inbox and compare it with its contract; nothing is landed."""
    report = CheckReport()
    matches = match_files(workspace.inbox, contracts)
    scratch = workspace.tmp_dir / f"check-{uuid.uuid4().hex}"
    scratch.mkdir(parents=True)
    try:
        for path, contract in matches.matched:
            report.files.append(_check_file(path, contract, workspace, scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for problem in problems_of_matching(workspace.inbox, matches):
        if problem.kind == "unknown":
            report.warnings.append(problem.message)
        else:
            report.files.append(CheckedFile(problem.file_name, "", None, problem.message))
    return report


def _check_file(path: Path, contract: Contract, workspace: Workspace, scratch: Path) -> CheckedFile:
    name = file_name_in(workspace.inbox, path)
    records = None
    try:
        inspection = inspect(path, contract.format, scratch)
        records = inspection.records
        inspection.remove_temporary_files()
        cells = Cells(path, inspection.header, raw_column_names(inspection))
        zone = contract.time_zone(workspace.settings.time_zone)
        for feed in contract.feeds:
            plan_feed(feed, PlanContext(contract, cells, zone))
        export_moment(path, contract, workspace.settings.time_zone)
        part_of_name(path, contract)
    except AmorceError as error:
        return CheckedFile(name, contract.name, records, str(error))
    return CheckedFile(name, contract.name, records)
