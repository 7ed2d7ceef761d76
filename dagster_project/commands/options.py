"""Options that several commands share, and how they are read."""

import argparse
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
