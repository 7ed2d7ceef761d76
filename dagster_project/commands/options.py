"""Options that several commands share, and how they are read."""

import argparse
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.errors import UsageError

if TYPE_CHECKING:
    from dagster_project.workspace import Workspace


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """`--workspace DIR`: which workspace the command works on."""
    parser.add_argument(
        "-w",
        "--workspace",
        type=Path,
        metavar="DIR",
        help="the workspace (default: AMORCE_WORKSPACE, else the folder that you are in)",
    )


def add_wait(parser: argparse.ArgumentParser) -> None:
    """`--wait SECONDS`: how long to wait for another run."""
    parser.add_argument(
        "--wait", type=float, default=0.0, metavar="SECONDS", help="wait for another run to end (default: do not wait)"
    )


def find_workspace(arguments: argparse.Namespace) -> "Workspace":
    """The workspace that the command line, the environment or the current folder names."""
    from dagster_project.workspace import Workspace

    named: Path | None = arguments.workspace
    if named is not None and not named.is_dir():
        raise UsageError(f"{named} is no folder.", "Name the folder that holds amorce.yml.")
    return Workspace.find(named)


def parse_moment(text: str, time_zone: str) -> datetime:
    """A moment in UTC from `2026-01-31` (the end of that local day) or `2026-01-31T12:00` (local, unless it has a zone).

    Raises:
        UsageError: it is neither.
    """
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date.", "Write it as 2026-01-31 or 2026-01-31T12:00.") from None
    if len(text) == len("2026-01-31"):
        moment = datetime.combine(moment.date(), time.max)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(time_zone))
    return moment.astimezone(UTC)
