"""`amorce report`: write the report on the published marts again."""

import argparse

from dagster_project.commands.options import add_workspace, find_workspace

DESCRIPTION = (
    "Write published/report.html anew from the published marts: one file that opens anywhere, without a network.\n"
    "Every run writes it too; this is for a report that was lost, or after an update of Amorce."
)
EXAMPLES = "  amorce report\n  amorce report --workspace crm"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_workspace(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Write it and say where it is."""
    from dagster_project.report.publish import rewrite_report

    print(f"Report: {rewrite_report(find_workspace(arguments))}")
    return 0
