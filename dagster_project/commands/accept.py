"""`amorce accept`: waive the silence of a return source until a date."""

import argparse

from dagster_project.commands.options import add_wait, add_workspace, find_workspace

DESCRIPTION = (
    "Accept that a return source is silent: a silence that ends by the given day no longer fails the run. Only the\n"
    "law returns_silence can be accepted. It is kept in waivers.yml and shown by status, report and law_results; from\n"
    "the first export after that day on, the silence fails again. SOURCE/PART accepts a part of a partial snapshot."
)
EXAMPLES = (
    '  amorce accept returns_silence --source phone_log --until 2025-09-30 --reason "hotline closed in summer"\n'
    '  amorce accept returns_silence --source crm_deals/north --until 2025-12-31 --reason "team north has moved"'
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("law", metavar="LAW", help="the law as status names it: returns_silence")
    parser.add_argument("--source", required=True, metavar="SOURCE", help="the return source, or SOURCE/PART")
    parser.add_argument("--until", required=True, metavar="DAY", help="last day of the silence, such as 2025-09-30")
    parser.add_argument("--reason", required=True, help="why; kept and shown")
    add_workspace(parser)
    add_wait(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Write the waiver and say what comes of it."""
    from dagster_project.lock import hold
    from dagster_project.waivers import accept

    workspace = find_workspace(arguments)
    with hold(workspace.state_dir, "amorce accept", arguments.wait):
        path = accept(workspace, arguments.law, arguments.source, arguments.until, arguments.reason)
    print(f"The silence of {arguments.source} is accepted until {arguments.until}; it stands in {path}.")
    print("`amorce run` judges again.")
    return 0
