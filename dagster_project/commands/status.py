"""`amorce status`: last runs, balance of returns, silent sources, rejected rows."""

import argparse
import json

from dagster_project.commands.options import add_workspace, find_workspace

DESCRIPTION = (
    "Show the last runs and what they left: the balance of returns per source, sources that are silent by today's\n"
    "clock, rejected records, laws that differ."
)
EXAMPLES = "  amorce status\n  amorce status --json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_workspace(parser)
    parser.add_argument("--json", action="store_true", dest="is_json", help="as JSON")


def execute(arguments: argparse.Namespace) -> int:
    """Show it; exit code 1 when the last run failed."""
    from dagster_project.status import read_status, render

    status = read_status(find_workspace(arguments))
    print(json.dumps(status.as_dict(), indent=1, ensure_ascii=False) if arguments.is_json else render(status))
    return 1 if status.runs and status.runs[0].outcome == "failed" else 0
