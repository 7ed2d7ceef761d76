"""`amorce contract`: which contracts there are, a first one for a file of one's own, and whether they fit the inbox."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.commands.options import add_workspace, find_workspace
from dagster_project.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dagster_project.drafting import Draft
    from dagster_project.landing.contract import Contract
    from dagster_project.workspace import Workspace

DESCRIPTION = (
    "A contract says how an export is read and what its columns mean. `list` shows the contracts in force, built-in\n"
    "and your own; `draft FILE` guesses one for a file that nobody described, writes it into contracts/ with comments\n"
    "and says what it is unsure of; `check` opens each file of the inbox and tells what would land, be rejected or be\n"
    "unknown, loading nothing; `schema` prints the JSON Schema by which an editor completes and checks contracts."
)
EXAMPLES = (
    "  amorce contract list\n  amorce contract draft ~/Downloads/customers.xlsx\n"
    "  amorce contract draft inbox/shop/sales.csv --output -\n  amorce contract check\n"
    "  amorce contract list --json\n  amorce contract schema > contracts/schema.json"
)
_STDOUT = Path("-")
_NAME = r"[a-z][a-z0-9_]*"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["list", "draft", "check", "schema"])
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="of `draft`: the file to describe")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PATH",
        help="of `draft`: where to write it; - prints it (default: contracts/)",
    )
    parser.add_argument(
        "--name", metavar="NAME", help="of `draft`: what to call it; a built-in one's name replaces that"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        dest="is_forced",
        help="of `draft`: although a built-in contract reads the file already",
    )
    parser.add_argument("--json", action="store_true", dest="is_json", help="as JSON")
    add_workspace(parser)


def execute(arguments: argparse.Namespace) -> int:
    """List, draft, check or print the schema; a check that found a problem is exit code 1."""
    if arguments.action == "draft":
        return _draft(arguments)
    if any((arguments.file, arguments.output, arguments.name, arguments.is_forced)):
        raise UsageError(
            f"`amorce contract {arguments.action}` takes no file.", "Did you mean `amorce contract draft`?"
        )
    if arguments.action == "schema":
        return _schema()
    return _list(arguments) if arguments.action == "list" else _check(arguments)


def _draft(arguments: argparse.Namespace) -> int:
    from dagster_project.drafting.report import as_dict, next_steps, render
    from dagster_project.landing.near_misses import near_misses

    if arguments.file is None:
        raise UsageError("`amorce contract draft` needs a file.", "Such as: amorce contract draft sales.csv")
    workspace = _workspace_or_none(arguments)
    path: Path = arguments.file.expanduser().resolve()
    known = _contracts_in_force(workspace)
    draft = _drafted(arguments, path, workspace, known)
    able = [miss for miss in near_misses(path, known) if miss.is_able]
    target = arguments.output or (workspace.contracts_dir / f"{draft.name}.yaml" if workspace is not None else _STDOUT)
    written = None if target == _STDOUT else target
    if written is not None:
        if written.exists():
            raise UsageError(f"{written} exists already.", "Remove it, or name another file with --output.")
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(draft.text, encoding="utf-8")
    if arguments.is_json:
        print(json.dumps(as_dict(draft, able, written), indent=1, ensure_ascii=False))
        return 0
    if written is None:
        print(draft.text, end="")
    told = sys.stdout if written is not None else sys.stderr
    print(render(draft, able), file=told)
    option = f" --workspace {arguments.workspace}" if arguments.workspace is not None else ""
    inbox = workspace.inbox.resolve() if workspace is not None else None
    print(f"\nNext\n{next_steps(draft, path, inbox, written, option)}", file=told)
    return 0


def _drafted(
    arguments: argparse.Namespace, path: Path, workspace: "Workspace | None", known: "Mapping[str, Contract]"
) -> "Draft":
    """The draft, unless a contract in force reads the file already; one that is only shown hurts nobody."""
    from dagster_project.drafting import draft_contract
    from dagster_project.drafting.readers import place_of, refuse_second_contract

    built_in = {name for name, contract in known.items() if contract.is_built_in}
    name: str | None = arguments.name
    if name is not None and re.fullmatch(_NAME, name) is None:
        raise UsageError(f"{name!r} is no name of a contract.", "Use small letters, digits and _, a letter first.")
    if workspace is None:
        return draft_contract(path, None, built_in, name=name)
    inbox = workspace.inbox.resolve()
    is_shown_only = arguments.output == _STDOUT
    is_forced = arguments.is_forced or name in built_in
    place = place_of(path, inbox)
    if place is not None and not is_shown_only:
        refuse_second_contract(place, known, None, is_forced)
    draft = draft_contract(path, inbox, built_in, workspace.settings.time_zone, name)
    if not is_shown_only:
        if draft.name in known.keys() - built_in:
            raise UsageError(
                f"The workspace has a contract named {draft.name} already.", "Choose another name with --name."
            )
        refuse_second_contract(str(place_of(path, inbox, draft.contract)), known, draft.contract, is_forced)
    return draft


def _workspace_or_none(arguments: argparse.Namespace) -> "Workspace | None":
    """A draft needs no workspace; one that is named has to be there."""
    try:
        return find_workspace(arguments)
    except UsageError:
        if arguments.workspace is not None:
            raise
        return None


def _contracts_in_force(workspace: "Workspace | None") -> "Mapping[str, Contract]":
    from dagster_project.landing import load_workspace_contracts
    from dagster_project.landing.contract import load_contracts
    from dagster_project.resources import builtin_contracts_dir

    return load_contracts(builtin_contracts_dir()) if workspace is None else load_workspace_contracts(workspace)


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
