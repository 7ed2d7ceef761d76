"""`amorce contract`: which contracts there are, and whether they fit the inbox."""

import argparse
import json

from dagster_project.commands.options import add_workspace, find_workspace

DESCRIPTION = (
    "A contract says how an export is read and what its columns mean. `list` shows the contracts in force, built-in\n"
    "and your own; `check` reads all of them and opens each file of the inbox, loading nothing; `schema` prints the\n"
    "JSON Schema by which an editor completes and checks contracts."
)
EXAMPLES = (
    "  amorce contract list\n  amorce contract check\n  amorce contract list --json\n"
    "  amorce contract schema > contracts/schema.json"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["list", "check", "schema"])
    parser.add_argument("--json", action="store_true", dest="is_json", help="as JSON")
    add_workspace(parser)


def execute(arguments: argparse.Namespace) -> int:
    """List, check or print the schema; a check that found a problem is exit code 1."""
    if arguments.action == "schema":
        return _schema()
    return _list(arguments) if arguments.action == "list" else _check(arguments)


def _schema() -> int:
    from dagster_project.landing.contract import contract_json_schema

    print(json.dumps(contract_json_schema(), indent=1, ensure_ascii=False))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from dagster_project.console import format_table
    from dagster_project.landing import load_workspace_contracts
    from dagster_project.landing.contract import load_contracts
    from dagster_project.resources import builtin_contracts_dir

    workspace = find_workspace(arguments)
    builtin = load_contracts(builtin_contracts_dir())
    contracts = load_workspace_contracts(workspace)
    rows = [
        {
            "contract": name,
            "origin": "built in" if builtin.get(name) == contract else "workspace",
            "system": contract.system,
            "feeds": ", ".join(contract.feeds),
            "files": ", ".join(contract.files),
        }
        for name, contract in contracts.items()
    ]
    if arguments.is_json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        print(format_table(list(rows[0]), [list(row.values()) for row in rows]))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from dagster_project.landing import check, load_workspace_contracts

    workspace = find_workspace(arguments)
    contracts = load_workspace_contracts(workspace)
    report = check(workspace, contracts)
    if arguments.is_json:
        print(json.dumps(report.as_dict(), indent=1, ensure_ascii=False))
    else:
        print(report.render())
    return 0 if report.is_fine else 1
