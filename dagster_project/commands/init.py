"""`amorce init`: an empty workspace, and what to do with it."""

import argparse
import shlex
from pathlib import Path

DESCRIPTION = (
    "Make an empty workspace: amorce.yml (settings), inbox/ (put exports here), contracts/ (your own, they add to the\n"
    "built-in ones; with an example and a schema for editors), rates.csv, and a hash key under .amorce/ that only you\n"
    "can read. Keep a copy of that key: with a new one every person would get a new key."
)
EXAMPLES = "  amorce init crm\n  amorce init ."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to make it in")


def execute(arguments: argparse.Namespace) -> int:
    """Make the workspace and say what comes next."""
    from dagster_project.contract_help import EXAMPLE_FILE, write_contract_help
    from dagster_project.workspace import init_workspace

    workspace = init_workspace(arguments.folder)
    write_contract_help(workspace.contracts_dir)
    option = f"--workspace {shlex.quote(str(arguments.folder))}"
    print(f"Workspace {workspace.root} is ready.")
    print(f"  1. put exports into {workspace.inbox}, each into the folder that its contract names:")
    print(f"     amorce contract list {option}")
    print("  2. a file that no contract names gets one, guessed and explained, for you to correct:")
    print(f"     amorce contract draft FILE {option}")
    print(f"     ({workspace.contracts_dir / EXAMPLE_FILE} shows what contracts look like)")
    print("  3. see what would land, be rejected, be unknown; nothing is loaded:")
    print(f"     amorce contract check {option}")
    print(f"  4. amorce run {option}")
    return 0
