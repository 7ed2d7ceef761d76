"""`amorce init`: an empty workspace."""

import argparse
from pathlib import Path

DESCRIPTION = (
    "Make an empty workspace: amorce.yml (settings), inbox/ (put exports here), contracts/ (your own, they add to the\n"
    "built-in ones), rates.csv, and a hash key under .amorce/ that only you can read. Keep a copy of that key: with a\n"
    "new one every person would get a new key."
)
EXAMPLES = "  amorce init crm\n  amorce init ."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to make it in")


def execute(arguments: argparse.Namespace) -> int:
    """Make the workspace and say what comes next."""
    from dagster_project.workspace import init_workspace

    workspace = init_workspace(arguments.folder)
    print(f"Workspace {workspace.root} is ready.")
    print(f"  1. put exports into {workspace.inbox}")
    print(f"  2. amorce contract check --workspace {arguments.folder}")
    print(f"  3. amorce run --workspace {arguments.folder}")
    return 0
