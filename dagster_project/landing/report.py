"""What a landing of the inbox tells: events while it works, a report at its end.

Holds data and their wording; nothing is decided here.
"""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .contract_model import Contract
from .matching import Matches, UnknownFile, file_name_in, names_shown
from .near_misses import differences, near_misses
from .words import has_hidden_marks

if TYPE_CHECKING:
    from .drift import Drift


@dataclass(frozen=True)
class LandingEvent:
    """One step of work on one file."""

    file: str
    stage: str
    rows: int
    seconds: float

    def __str__(self) -> str:
        speed = f", {self.rows / self.seconds:,.0f} a second" if self.seconds > 0.5 else ""
        return f"{self.file}: {self.stage}, {self.rows:,} records in {self.seconds:.1f} s{speed}"


OnEvent = Callable[[LandingEvent], None]


@dataclass(frozen=True)
class FileProblem:
    """A file that was not landed as its contract says.

    `kind`: unreadable, ambiguous (both block publication), unknown, waiting.
    """

    file_name: str
    kind: str
    message: str


@dataclass
class LandingReport:
    """What came of the inbox.

    Attributes:
        landed: files whose bytes were landed now.
        sighted: files whose bytes were known.
        waiting: files that changed while they were read; the next run takes them.
        unknown: files that no contract matches.
        unreadable: files that block publication.
        drifts: deliveries whose header differs from that of the one before.
        warnings: what a person should look at.
        rows: landed rows of the files landed now.
        seconds: of the whole landing.
    """

    landed: list[str] = field(default_factory=list)
    sighted: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unknown: list[FileProblem] = field(default_factory=list)
    unreadable: list[FileProblem] = field(default_factory=list)
    drifts: list["Drift"] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        parts = [
            f"{len(self.landed)} files landed with {self.rows:,} rows",
            f"{len(self.sighted)} seen before",
        ]
        for word, files in (("not readable", self.unreadable), ("unknown", self.unknown), ("waiting", self.waiting)):
            if files:
                parts.append(f"{len(files)} {word}")
        return f"{', '.join(parts)} ({self.seconds:.1f} s)"


def _nearest(unknown: UnknownFile, matches: Matches) -> str:
    """The contracts that a file's header comes near to, else those that its name does."""
    fits = near_misses(unknown.path, matches.contracts)
    if fits:
        names = "; ".join(f"{miss} (files: {names_shown(miss.contract)})" for miss in fits)
        return f" The nearest by its header: {names}."
    return f" The nearest by its name: {'; '.join(unknown.near_misses)}." if unknown.near_misses else ""


def problems_of_matching(inbox: Path, matches: Matches) -> list[FileProblem]:
    """The files of an inbox that no contract takes, and why."""
    problems = []
    for unknown in matches.unknown:
        name = file_name_in(inbox, unknown.path)
        message = f"{name}: no contract names this file.{_nearest(unknown, matches)} "
        message += f"Rename it, or let `amorce contract draft {shlex.quote(f'inbox/{name}')}` write a contract for it."
        problems.append(FileProblem(name, "unknown", message))
    for ambiguous in matches.ambiguous:
        name = file_name_in(inbox, ambiguous.path)
        several = ", ".join(ambiguous.contracts)
        fits = differences(ambiguous.path, {each: matches.contracts[each] for each in ambiguous.contracts})
        headers = f" By its header {'; '.join(str(miss) for miss in fits)}." if fits else ""
        disputed = f" Several of them take its members {', '.join(ambiguous.members)}." if ambiguous.members else ""
        message = f"{name}: several contracts name this file ({several}).{disputed}{headers} "
        message += (
            "Narrow `members` in all but one of them."
            if ambiguous.members
            else "Narrow `files` in all but one of them; of an archive or workbook each may name its `members`."
        )
        problems.append(FileProblem(name, "ambiguous", message))
    for refused in matches.refused:
        name = file_name_in(inbox, refused.path)
        if has_hidden_marks(name):
            name = name.encode("unicode_escape").decode()
        problems.append(FileProblem(name, "unreadable", f"{name} {refused.reason}."))
    return problems


def unknown_member(file_name: str, member: str, contract: Contract) -> FileProblem:
    """An entry of an archive, or a sheet of a workbook, that the file's contract does not take."""
    named = f"{file_name}, {member!r}"
    message = (
        f"{named}: the contract {contract.name} does not take it. "
        f"Name it in `members`, or write `!{member}` there if it holds no data."
    )
    return FileProblem(named, "unknown", message)
