"""`amorce clean`: tidy what nothing needs any more."""

import argparse

from dagster_project.commands.options import add_wait, add_workspace, find_workspace

DESCRIPTION = (
    "Remove landings that a changed contract has replaced, scratch files that a killed run left, and publications\n"
    "older than the last two. Nothing that the marts were made from is removed."
)
EXAMPLES = "  amorce clean\n  amorce clean --workspace crm"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_workspace(parser)
    add_wait(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Tidy and say what was removed."""
    from dagster_project.landing import clean
    from dagster_project.lock import hold

    workspace = find_workspace(arguments)
    with hold(workspace.state_dir, "amorce clean", arguments.wait):
        removed = clean(workspace)
    print(removed)
    return 0
