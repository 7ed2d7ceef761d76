"""What a landing of the inbox tells: events while it works, a report at its end.

Holds data and their wording; nothing is decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


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
        warnings: what a person should look at.
        rows: landed rows of the files landed now.
        seconds: of the whole landing.
    """

    landed: list[str] = field(default_factory=list)
    sighted: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unknown: list[FileProblem] = field(default_factory=list)
    unreadable: list[FileProblem] = field(default_factory=list)
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
