"""The command line: finds the command, runs it, turns errors into messages and exit codes.

Holds the list of commands and the exit codes (0 done, 1 a law or a run failed, 2 usage or a busy workspace). Must not
hold what a command does (`commands/`), and imports a command only when it is asked for: help has to be quick.
"""

import argparse
import difflib
import importlib
import sys
from collections.abc import Sequence
from typing import Any

from dagster_project import __version__
from dagster_project.errors import AmorceError, UsageError, WorkspaceBusy

DONE, FAILED, USAGE = 0, 1, 2

COMMANDS = {
    "demo": "make a workspace with sample exports and run it",
    "init": "make an empty workspace",
    "contract": "list the contracts, draft one for a file, or check them against the inbox",
    "run": "land, build, prove and publish what came in",
    "status": "last runs, balance of returns, silent sources, rejected rows",
    "report": "write published/report.html again from the published marts",
    "simulate": "write exports of a simulated market with known truth",
    "sql": "read-only query on the published marts, or on what came in",
    "dbt": "run dbt on this workspace",
    "up": "Dagster's web UI and daemon on 127.0.0.1",
    "withdraw": "undo a wrong delivery; it is counted as withdrawn",
    "accept": "waive the silence of a return source until a date",
    "clean": "tidy old landings, publications and scratch files",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 done, 1 a law or a run failed, 2 usage or a busy workspace.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    is_debug = "--debug" in arguments[: arguments.index("--") if "--" in arguments else None]
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        print("\nInterrupted. The last publication stays as it is.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except AmorceError as error:
        if is_debug:
            raise
        _print_error(error)
        return USAGE if isinstance(error, UsageError | WorkspaceBusy) else FAILED
    except Exception as error:
        if is_debug:
            raise
        name = type(error).__name__
        _print_error(AmorceError(f"{name}: {error}", "This is a defect of Amorce: --debug shows where it arose."))
        return FAILED


def _dispatch(arguments: list[str]) -> int:
    rest = [argument for argument in arguments if argument != "--debug"] if arguments[:1] == ["--debug"] else arguments
    if not rest or rest[0] in {"-h", "--help", "help"}:
        print(_help())
        return DONE
    if rest[0] in {"-V", "--version"}:
        print(f"amorce {__version__}")
        return DONE
    name = rest[0]
    if name not in COMMANDS:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        hint = f"Did you mean `amorce {near[0]}`?" if near else "`amorce --help` lists the commands."
        raise UsageError(f"There is no command `{name}`.", hint)
    command: Any = importlib.import_module(f"dagster_project.commands.{name}")
    parser = argparse.ArgumentParser(
        prog=f"amorce {name}",
        description=command.DESCRIPTION,
        epilog=f"examples:\n{command.EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.configure(parser)
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    try:
        parsed = parser.parse_args(rest[1:])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    code: int = command.execute(parsed)
    return code


def _help() -> str:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items())
    return (
        "usage: amorce COMMAND [OPTIONS]\n\n"
        "Exports of marketing tools become a warehouse in which every return is counted.\n\n"
        f"commands:\n{listed}\n\n"
        "examples:\n"
        "  amorce demo demo                  a workspace with sample exports, run from end to end\n"
        "  amorce init crm && cd crm         then put exports into inbox/ and: amorce run\n"
        "  amorce run --help                 what a command does, its options and examples\n\n"
        "exit codes: 0 done, 1 a law or a run failed, 2 usage or the workspace is busy"
    )


def _print_error(error: AmorceError) -> None:
    print(f"error: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  → {error.hint}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
