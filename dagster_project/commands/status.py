"""`amorce status`: last runs, balance of returns, silent sources; or the rows behind one line of the ledger."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from dagster_project.commands.options import add_workspace, find_workspace
from dagster_project.errors import UsageError

if TYPE_CHECKING:
    from dagster_project.drill_down import Cell, OriginalRecord
    from dagster_project.workspace import Workspace

DESCRIPTION = (
    "Show the last runs and what they left: the balance of returns per source, sources that are silent by today's\n"
    "clock, accepted silences, rejected records, laws that differ. With --source and --month: the sightings and rows\n"
    "behind one line of return_ledger, in what the last run built, and where to find them in the delivered files."
)
EXAMPLES = (
    "  amorce status\n"
    "  amorce status --json\n"
    "  amorce status --source phone_log --month 2025-03\n"
    "  amorce status --source phone_log --month none --show-original"
)
_ROWS = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_workspace(parser)
    parser.add_argument("--json", action="store_true", dest="is_json", help="as JSON")
    parser.add_argument("--source", help="a return source, with --month")
    parser.add_argument("--month", metavar="MONTH", help="such as 2025-03; none: records whose month cannot be read")
    parser.add_argument(
        "--rows", type=int, metavar="N", help=f"rows to list of each part; 0: all (default: {_ROWS}, in JSON all)"
    )
    parser.add_argument(
        "--show-original",
        action="store_true",
        help="write out the listed records as the delivered files hold them: personal values too",
    )


def execute(arguments: argparse.Namespace) -> int:
    """Show it; exit code 1 when the last run failed."""
    workspace = find_workspace(arguments)
    if (arguments.source is None) != (arguments.month is None):
        raise UsageError("--source and --month belong together.", "Such as --source phone_log --month 2025-03.")
    if arguments.source is None:
        if arguments.show_original:
            raise UsageError("--show-original needs a line of the ledger.", "Name it with --source and --month.")
        return _show_status(workspace, arguments.is_json)
    return _show_cell(workspace, arguments)


def _show_status(workspace: "Workspace", is_json: bool) -> int:
    from dagster_project.status import read_status, render

    status = read_status(workspace)
    print(json.dumps(status.as_dict(), indent=1, ensure_ascii=False) if is_json else render(status))
    return 1 if status.runs and status.runs[0].outcome == "failed" else 0


def _show_cell(workspace: "Workspace", arguments: argparse.Namespace) -> int:
    from dagster_project.drill_down import read_cell, render

    cell = read_cell(workspace, arguments.source, arguments.month)
    shown = arguments.rows if arguments.rows is not None else (0 if arguments.is_json else _ROWS)
    originals = _originals(workspace, cell, shown) if arguments.show_original else []
    if arguments.is_json:
        content = {**asdict(cell), "originals": [asdict(record) for record in originals]}
        for part, found in zip(content["parts"], cell.parts, strict=True):
            part["found"] = found.found
            part["rows"] = part["rows"][:shown] if shown else part["rows"]
        print(json.dumps(content, indent=1, ensure_ascii=False, default=str))
    else:
        print(render(cell, shown, originals))
    return 0


def _originals(workspace: "Workspace", cell: "Cell", shown: int) -> list["OriginalRecord"]:
    """The records of the listed rows, each file read once."""
    from dagster_project.drill_down import original_records
    from dagster_project.drill_down.text import shown_rows

    wanted: dict[tuple[str, str, str, str | None], set[int]] = {}
    for part in cell.parts:
        for row in shown_rows(part, shown):
            if row.file_name is not None and row.row_number is not None:
                wanted.setdefault((row.contract, row.delivery_id, row.file_name, row.member), set()).add(row.row_number)
    return [
        record
        for (contract, delivery_id, file_name, member), numbers in wanted.items()
        for record in original_records(workspace, contract, delivery_id, file_name, numbers, member=member)
    ]
