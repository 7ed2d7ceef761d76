"""`amorce dbt`: dbt on this workspace."""

import argparse

from dagster_project.commands.options import add_wait, add_workspace, find_workspace
from dagster_project.errors import UsageError

DESCRIPTION = (
    "Run dbt with this workspace's warehouse, settings and target folder. It holds the workspace while it runs. What\n"
    "it builds stays in the workspace: only `amorce run` publishes."
)
EXAMPLES = "  amorce dbt test\n  amorce dbt build -s +fct_returns --workspace my-company\n  amorce dbt docs generate"


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

    words = _take_our_options(arguments)
    if not words:
        raise UsageError("What is dbt to do?", "Name its command, such as `amorce dbt test`.")
    workspace = find_workspace(arguments)
    with hold(workspace.state_dir, f"amorce dbt {' '.join(words)}", arguments.wait):
        workspace.prepare()
        return 0 if run_dbt(workspace, words) == 0 else 1


def _take_our_options(arguments: argparse.Namespace) -> list[str]:
    """dbt's own arguments; ours that stand among them, as everywhere else in `amorce`, are taken out into `arguments`.

    What follows `--` is all dbt's.
    """
    words: list[str] = arguments.dbt_arguments
    if words[:1] == ["--"]:
        return words[1:]
    ours = argparse.ArgumentParser(prog="amorce dbt", add_help=False, allow_abbrev=False, exit_on_error=False)
    add_workspace(ours)
    add_wait(ours)
    try:
        _, dbts = ours.parse_known_args(words, arguments)
    except argparse.ArgumentError as error:
        raise UsageError(f"{error}.", "`amorce dbt --help` shows the options; what follows `--` is dbt's.") from None
    return dbts
