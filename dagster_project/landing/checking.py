"""What would happen to each file of the inbox, found out by landing it for trial and keeping nothing.

Holds the looking at file, header and trial, and its rendering; no printing.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace

from .cells import Cells
from .contract_model import Contract, MaxRejected
from .decoding import FileChanged
from .feed_model import PlanContext
from .feed_plan import plan_feed
from .formats.opening import Member, open_file
from .inspection_result import Inspection, raw_column_names
from .matching import HeaderMatch, Matches, file_name_in, match_header
from .report import problems_of_matching, unknown_member
from .shared_files import find_matches, left_by_all
from .sightings import export_moment, part_of_name
from .trial import FeedTrial, try_landing


@dataclass
class FileCheck:
    """One file: what would land, what would not, and what to know about it.

    `readable`, `rejected`, `footer` and `blank` count records as the bytes are written; `trials` tell of each feed what
    its values would make of them.
    """

    file_name: str
    contract: str
    feeds: list[str]
    records: int = 0
    readable: int = 0
    rejected: int = 0
    footer: int = 0
    blank: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    trials: list[FeedTrial] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class CheckReport:
    """Every file of the inbox; `problems` would block a publication, `warnings` would not."""

    files: list[FileCheck]
    warnings: list[str]
    problems: list[str]

    @property
    def is_fine(self) -> bool:
        """Whether nothing would block a publication."""
        return not self.problems and not any(file.problems for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"is_fine": self.is_fine, **asdict(self)}

    def render(self) -> str:
        """One paragraph for each file, then what concerns none of the contracts."""
        lines: list[str] = []
        for file in self.files:
            lines.append(f"{file.file_name}  →  {file.contract} ({', '.join(file.feeds)})")
            if not file.problems or file.records:
                lines.append(
                    f"    {file.records} records: {file.readable} readable, {file.rejected} rejected, "
                    f"{file.footer + file.blank} footer and blank"
                )
            lines += [f"    {count} × {reason}" for reason, count in file.reasons.items()]
            lines += [line for trial in file.trials for line in _trial_lines(trial)]
            if file.unused_columns:
                lines.append(f"    not in the contract, kept aside: {', '.join(file.unused_columns)}")
            lines += [f"    warning: {_indented(text)}" for text in file.warnings]
            lines += [f"    problem: {_indented(text)}" for text in file.problems]
        lines += [f"warning: {_indented(text)}" for text in self.warnings]
        lines += [f"problem: {_indented(text)}" for text in self.problems]
        if not lines:
            return "The inbox is empty: put exports into it, then check again."
        lines.append("Nothing would block a publication." if self.is_fine else "A run would publish nothing.")
        return "\n".join(lines)


def check(workspace: Workspace, contracts: Mapping[str, Contract]) -> CheckReport:
    """Open each file of the inbox as a run would, and land nothing.

    Args:
        workspace: its inbox and settings are read, nothing in it is written.
        contracts: by name, as `load_contracts` gives them.
    """
    matches = find_matches(workspace.inbox, contracts)
    with tempfile.TemporaryDirectory(prefix="amorce-check-") as tmp:
        files = [_check_file(path, contract, matches, workspace, Path(tmp)) for path, contract in matches.matched]
    warnings, problems = _about_others(workspace, matches)
    return CheckReport(files, warnings, problems)


def _check_file(path: Path, contract: Contract, matches: Matches, workspace: Workspace, tmp: Path) -> FileCheck:
    settings, file_name = workspace.settings, file_name_in(workspace.inbox, path)
    checked = FileCheck(file_name, contract.name, list(contract.feeds))
    try:
        _look_at_name(checked, path, contract, settings.time_zone)
        opened = open_file(path, contract, tmp)
        for member in opened.members:
            part_of_name(path, contract, member.name)
            _count(checked, member.inspection)
            _look_at_header(checked, member, settings.time_zone)
            checked.warnings += member.warnings
        left = left_by_all(opened.left_members, path, contract, matches)
        checked.warnings += [unknown_member(file_name, name, contract).message for name in left]
        if not checked.problems:
            trial = try_landing(path, contract, opened, settings.time_zone, tmp)
            checked.trials = trial.feeds
            checked.warnings += trial.warnings
            checked.problems += trial.blocking
            for feed in trial.feeds:
                checked.problems += _too_many_rejected(feed, checked.records, contract.max_rejected)
        opened.remove_temporary_files()
    except FileChanged as error:
        checked.warnings.append(str(error))
    except AmorceError as error:
        checked.problems.append(str(error))
    return checked


def _look_at_name(checked: FileCheck, path: Path, contract: Contract, time_zone: str) -> None:
    warning = export_moment(path, contract, time_zone).warning
    if warning is not None:
        checked.warnings.append(warning)


def _look_at_header(checked: FileCheck, member: Member, time_zone: str) -> None:
    inspection, contract = member.inspection, member.contract
    match = match_header(inspection.header, contract)
    checked.unused_columns = list(dict.fromkeys([*checked.unused_columns, *match.unused]))
    missing = _missing(match, len(inspection.header), contract)
    checked.problems += missing
    if not missing:
        # The plan that a run would follow has the last word.
        cells = Cells(member.shown, inspection.header, raw_column_names(inspection))
        for feed in contract.feeds:
            plan_feed(feed, PlanContext(contract, cells, contract.time_zone(time_zone)))


def _count(checked: FileCheck, inspection: Inspection) -> None:
    counts = inspection.set_aside_counts
    checked.records += inspection.records
    checked.rejected += counts["rejected"]
    checked.footer += counts["footer"]
    checked.blank += counts["blank"]
    checked.readable += inspection.records - sum(counts.values())
    checked.reasons = dict((Counter(checked.reasons) + _reasons(inspection)).most_common())


def _reasons(inspection: Inspection) -> Counter[str]:
    if inspection.set_aside_path is None:
        return Counter()
    with inspection.set_aside_path.open(encoding="utf-8", newline="") as file:
        return Counter(row["reason"] for row in csv.DictReader(file) if row["disposition"] == "rejected")


def _missing(match: HeaderMatch, columns: int, contract: Contract) -> list[str]:
    problems = []
    for missing in match.missing:
        names = " or ".join(repr(name) for name in missing.headers)
        of_feed = f"{missing.feed}.{missing.column}" if missing.feed else missing.column
        near = f" The nearest it has: {', '.join(missing.near_misses)}." if missing.near_misses else ""
        problems.append(f"{of_feed} needs a column {names}, and the header has none.{near}")
    if problems and columns == 1:
        problems.append(f"The header has one column only: is {contract.format.delimiter!r} the file's delimiter?")
    return problems


def _too_many_rejected(trial: FeedTrial, records: int, allowed: MaxRejected) -> list[str]:
    most = max(int(allowed.share * records), allowed.rows)
    if trial.rejected <= most:
        return []
    return [
        f"feed {trial.feed}: {trial.rejected} of {records} records cannot be read; the contract accepts {most}.\n"
        "Correct the file or the contract, or raise `max_rejected`."
    ]


def _trial_lines(trial: FeedTrial) -> list[str]:
    lines = [f"    {trial.feed}: {trial.landed} to land"]
    lines[0] += f", {trial.rejected} rejected" * bool(trial.rejected)
    lines[0] += f", {trial.not_selected} not selected" * bool(trial.not_selected)
    lines += [f"        lands: {example}" for example in trial.lands[:1]]
    lines += [f"        rejected: {example}" for example in trial.rejects]
    return lines


def _about_others(workspace: Workspace, matches: Matches) -> tuple[list[str], list[str]]:
    warnings: list[str] = []
    problems: list[str] = []
    for found in problems_of_matching(workspace.inbox, matches):
        is_warning = found.kind == "unknown" and workspace.settings.unknown_files == "warn"
        (warnings if is_warning else problems).append(found.message)
    return warnings, problems


def _indented(text: str) -> str:
    return text.replace("\n", "\n      ")
