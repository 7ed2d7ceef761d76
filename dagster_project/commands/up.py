"""`amorce up`: Dagster's web UI and daemon for this workspace."""

import argparse

from dagster_project.commands.options import add_workspace, find_workspace

DESCRIPTION = (
    "Serve Dagster's web UI and run its daemon for this workspace, on 127.0.0.1 only: Dagster has no login.\n"
    "The graph, the job and the lock are those of `amorce run`. Stop it with Ctrl-C."
)
EXAMPLES = "  amorce up\n  amorce up --port 3001 --workspace crm"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_workspace(parser)
    parser.add_argument("--port", type=int, default=3000, help="port of the web UI (default: 3000)")


def execute(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from dagster_project.dagster_server import serve

    return serve(find_workspace(arguments), arguments.port)
