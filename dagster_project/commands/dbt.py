"""`amorce dbt`: dbt on this workspace."""

import argparse

from dagster_project.commands.options import add_wait, add_workspace, find_workspace
from dagster_project.errors import UsageError

DESCRIPTION = (
    "Run dbt with this workspace's warehouse, settings and target folder. It holds the workspace while it runs. What\n"
    "it builds stays in the workspace: only `amorce run` publishes."
)
EXAMPLES = "  amorce dbt test\n  amorce dbt build -s +fct_returns\n  amorce dbt -w my-company docs generate"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_workspace(parser)
    add_wait(parser)
    # All that follows, options too, so that nobody has to know of `--`.
    parser.add_argument("dbt_arguments", nargs=argparse.REMAINDER, metavar="ARGS", help="dbt's own arguments, last")


def execute(arguments: argparse.Namespace) -> int:
    """Run dbt; dbt's own failure is exit code 1."""
    from dagster_project.dbt_command import run_dbt
    from dagster_project.lock import hold

    words: list[str] = arguments.dbt_arguments
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        raise UsageError("What is dbt to do?", "Name its command, such as `amorce dbt test`.")
    workspace = find_workspace(arguments)
    with hold(workspace.state_dir, f"amorce dbt {' '.join(words)}", arguments.wait):
        workspace.prepare()
        return 0 if run_dbt(workspace, words) == 0 else 1
