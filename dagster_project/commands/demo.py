"""`amorce demo`: a workspace with sample exports, run from end to end."""

import argparse
from pathlib import Path

DESCRIPTION = (
    "Make a workspace, put sample exports of a simulated B2B firm into its inbox (CRM, e-mail tools, phone and letter\n"
    "logs, web forms, shop, tickets, costs), run it, and show what it found. Run again, it continues where it stands."
)
EXAMPLES = "  amorce demo\n  amorce demo /tmp/demo"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("demo"), metavar="DIR", help="the workspace (default: demo)"
    )


def execute(arguments: argparse.Namespace) -> int:
    """Make the workspace where there is none, run it, show the summary."""
    from dagster_project.claims_summary import read_claims, render_claims
    from dagster_project.demo import make_demo
    from dagster_project.run import RunRequest, nothing_new, run
    from dagster_project.summary import read_summary, render

    workspace = make_demo(arguments.folder)
    request = RunRequest(command="amorce demo")
    note = nothing_new(workspace, request) or run(workspace, request)
    print(render(read_summary(workspace.published_marts_path), note.warnings))
    print(f"Report: {workspace.published_report_path}")
    print(f"Workspace: {workspace.root}")
    print(f"  amorce status -w {arguments.folder}    amorce up -w {arguments.folder}    (exports: {workspace.inbox})\n")
    print(render_claims(read_claims(workspace.published_marts_path)))
    return 0
