"""A line of the ledger and its rows as text. Holds rendering only."""

from collections.abc import Sequence

from dagster_project.console import format_table
from dagster_project.drill_down.cell import Cell, Part, Row
from dagster_project.drill_down.original import OriginalRecord


def render(cell: Cell, shown: int, originals: Sequence[OriginalRecord] = ()) -> str:
    """The line, its sightings, and up to `shown` rows behind each cell (0: all).

    Args:
        originals: records to write out in plain under the row that they belong to.
    """
    month = f"{cell.month:%B %Y}" if cell.month else "records without a readable month"
    counted = [part for part in cell.parts if part.ledger or part.rows]
    plain = {(record.file_name, record.member, record.row_number): record for record in originals}
    lines = [f"{cell.source}, {month}: what the last run built ({cell.run_id})", ""]
    lines.append(
        format_table(["part", "in the ledger", "rows found"], [[p.name, p.ledger, p.found] for p in counted])
        if counted
        else "Nothing was delivered for this month."
    )
    lines.append(f"difference {cell.difference:+,}" if cell.difference else "It balances: difference 0.")
    lines += ["", *_sightings(cell)]
    for part in counted:
        lines += ["", *_part(part, shown, plain)]
    return "\n".join(lines)


def shown_rows(part: Part, shown: int) -> list[Row]:
    """The rows of a part that are listed."""
    return part.rows[:shown] if shown else part.rows


def _sightings(cell: Cell) -> list[str]:
    if not cell.sightings:
        return ["No file was seen."]
    rows = [
        [each["exported_at"], each["file_name"], each["part"], each["delivery_id"][:12], each["is_withdrawn"]]
        for each in cell.sightings
    ]
    return ["Sightings", format_table(["exported (UTC)", "file", "part", "delivery", "withdrawn"], rows)]


def _part(part: Part, shown: int, plain: dict[tuple[str, str | None, int], OriginalRecord]) -> list[str]:
    lines = [f"{part.name}: {part.found:,}"]
    for row in shown_rows(part, shown):
        number = "" if row.row_number is None else f", record {row.row_number}"
        times = "" if row.items == 1 else f"{row.items:+,} "
        member = f" {row.member}" if row.member else ""
        other = f" record {row.other_row_number} of {row.other_file_name}" if row.other_row_number else ""
        lines.append(f"  {row.file_name or row.delivery_id}{member}{number}: {times}{row.about}{other}")
        original = plain.get((row.file_name or "", row.member, row.row_number or 0))
        if original is not None:
            lines += [f"      {name}: {value}" for name, value in original.cells.items()]
            lines += [f"      {original.problem}"] if original.problem else []
    left = len(part.rows) - len(shown_rows(part, shown))
    return [*lines, f"  … and {left:,} more: --rows 0 lists all"] if left else lines
