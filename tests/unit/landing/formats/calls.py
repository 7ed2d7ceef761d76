"""One phone log in every format: its records, the contract that reads it, and what has to land from it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.landing import LandingReport
from dagster_project.workspace import Workspace
from tests.unit.landing.workspaces import land_inbox, make_workspace, registered

NAME = "calls-2025-02-28"
HEADER = ["Sens", "Date", "Nom", "Numéro", "Montant", "Commentaire"]
# As typed values; the texts of a French export are made of them.
RECORDS: list[list[Any]] = [
    ["Entrant", datetime(2025, 1, 31, 23, 30), "Ann Example", "06 12 34 56 78", 1234.56, 'says "yes", twice'],
    ["Sortant", datetime(2025, 1, 15, 10, 0), "Bob Example", "06 12 34 56 79", None, None],
    ["Entrant", date(2025, 2, 1), "Zoé Éxample", "+44 20 7946 0958", 7, "a;b"],
    ["Entrant", "soon", "Di Example", "06 00 00 00 00", None, None],
]
# Of the four records: one is not selected, one has no readable date; 23:30 in Paris is 22:30 UTC, midnight is 23:00.
LANDED = [
    (1, "2025-01-31 22:30:00", False, Decimal("1234.560000"), "FR"),
    (3, "2025-01-31 23:00:00", True, Decimal("7.000000"), "GB"),
]
COUNTS = (4, 2, 1, 1, 0)
FRENCH = 'decimal: ",", thousands: " ", timezone: Europe/Paris, dates: ["%d/%m/%Y %H:%M", "%d/%m/%Y"]'
CONTRACT = """
    name: calls
    system: phone
    files: ["*"]
    MEMBERS
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {FORMAT}
    feeds:
      returns:
        when: {from: [Sens], values: {Sortant: out, Entrant: in}, in: [in]}
        return_source: phone_log
        constants: {kind: inbound_call}
        columns:
          returned_at: {from: [Date, when.date]}
          full_name: {from: [Nom, who.name]}
          phone: {from: [Numéro, who.phone.number]}
          amount: {from: [Montant]}
"""


def text_of(value: Any) -> str:
    """A value as the French export writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def delimited(delimiter: str, records: list[list[Any]] | None = None, line_end: str = "\n") -> str:
    """The log as delimited text."""
    rows = [HEADER, *([text_of(value) for value in record] for record in (RECORDS if records is None else records))]

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text else text

    return "".join(delimiter.join(cell(text) for text in row) + line_end for row in rows)


def workspace_for(root: Path, form: str, members: str = "", contract: str = CONTRACT) -> Workspace:
    """A workspace whose contract reads the log in this format."""
    members = f"members: {members}" if members else ""
    return make_workspace(root, contract.replace("FORMAT", f"{form}, {FRENCH}").replace("MEMBERS", members))


def landed_rows(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Row number and typed values of what landed, in order."""
    return (
        registered(workspace)
        .execute(
            "select _row_number, cast(returned_at as varchar), returned_is_date_only, amount, phone_country "
            "from landing.returns order by _member, _row_number"
        )
        .fetchall()
    )


def keys(workspace: Workspace) -> list[tuple[Any, ...]]:
    """What identifies each row and its person: equal wherever the same facts were read."""
    return (
        registered(workspace)
        .execute("select _key, phone_name_key from landing.returns order by _member, _row_number")
        .fetchall()
    )


def counts(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Records, landed, rejected, not selected, footer and blank; a row for each member."""
    return (
        registered(workspace)
        .execute(
            "select records, landed_records, rejected, not_selected, footer from landing.deliveries order by member"
        )
        .fetchall()
    )


def members(workspace: Workspace) -> list[str | None]:
    """The members that landed."""
    found = registered(workspace).execute("select member from landing.deliveries order by member").fetchall()
    return [row[0] for row in found]


def only_message(report: LandingReport) -> str:
    """The one complaint of a landing."""
    [problem] = report.unreadable
    return problem.message


def refusal(workspace: Workspace, innocent: str = "calls-2025-03-31.csv") -> str:
    """The complaint about the only other file, while an innocent one of the same inbox lands."""
    (workspace.inbox / innocent).write_text(delimited(","), encoding="utf-8")
    report = land_inbox(workspace)
    assert report.landed == [innocent]
    return only_message(report)
