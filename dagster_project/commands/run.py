"""`amorce run`: land, build, prove and publish what came in."""

import argparse
import signal

from dagster_project.commands.options import add_wait, add_workspace, find_workspace
from dagster_project.errors import UsageError

DESCRIPTION = (
    "Land what is new in the inbox, build the marts, let the laws judge them, and publish. When nothing has changed\n"
    "since the last publication, it says so and ends. When a law is broken, nothing is published."
)
EXAMPLES = (
    "  amorce run\n"
    "  amorce run --workspace crm --wait 600\n"
    "  amorce run --as-of 2026-01-31\n"
    "  amorce run --full-refresh"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="*", help=argparse.SUPPRESS)  # to say where files belong
    add_workspace(parser)
    add_wait(parser)
    parser.add_argument("--full-refresh", action="store_true", help="build every model anew, even if nothing changed")
    parser.add_argument(
        "--as-of", default="", metavar="DATE", help="take this for today (default: the date of the latest export)"
    )


def execute(arguments: argparse.Namespace) -> int:
    """Run and show the summary."""
    from dagster_project.claims_summary import read_claims, render_claims
    from dagster_project.run import RunRequest, nothing_new, run
    from dagster_project.summary import read_summary, render

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    workspace = find_workspace(arguments)
    if arguments.files:
        hint = f"Put it into {workspace.inbox}: `amorce contract list` shows which folder each export belongs to."
        raise UsageError("`amorce run` takes no file: it reads the inbox.", hint)
    request = RunRequest(as_of=arguments.as_of, is_full_refresh=arguments.full_refresh, wait_seconds=arguments.wait)
    note = nothing_new(workspace, request)
    if note is not None:
        print(f"Nothing new since run {note.run_id} ({note.published_at}).")
        print(f"Published marts: {workspace.published_marts_path}")
        return 0
    note = run(workspace, request)
    print(render(read_summary(workspace.published_marts_path), note.warnings))
    print(f"Report: {workspace.published_report_path}\n")
    print(render_claims(read_claims(workspace.published_marts_path)))
    return 0
