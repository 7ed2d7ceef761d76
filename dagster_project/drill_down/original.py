"""The record of a delivered file, as it was written: the only place that shows plain values.

Holds the finding of the original and the reading of single records, on demand.
"""

import shutil
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from dagster_project.confinement import confine, folders_of
from dagster_project.errors import AmorceError
from dagster_project.landing import load_workspace_contracts
from dagster_project.landing.formats.opening import open_file
from dagster_project.landing.inspection import raw_column_names, read_csv_sql
from dagster_project.landing.side_files import side_names
from dagster_project.landing.store import file_sha256
from dagster_project.workspace import Workspace


@dataclass(frozen=True)
class OriginalRecord:
    """A record as the file writes it, or why it cannot be shown."""

    file_name: str
    row_number: int
    cells: Mapping[str, str]
    problem: str = ""
    member: str | None = None


def original_records(
    workspace: Workspace,
    contract: str,
    delivery_id: str,
    file_name: str,
    row_numbers: Collection[int],
    *,
    member: str | None = None,
) -> list[OriginalRecord]:
    """Read records of one delivery (of an entry or sheet of it) from its original, in the order of their numbers.

    A record that cannot be shown says why: the original is gone or another file now, or the record cannot be split
    into columns.
    """
    numbers = sorted(set(row_numbers))
    path = workspace.inbox / file_name
    declared = load_workspace_contracts(workspace).get(contract)
    problem = ""
    if path.is_file() and not path.resolve().is_relative_to(workspace.inbox.resolve()):
        problem = f"{file_name} leads out of the inbox now"
    elif not path.is_file():
        problem = f"the original {file_name} is no longer in the inbox"
    elif file_sha256(path) != delivery_id:
        problem = f"{file_name} in the inbox is another file now"
    elif declared is None:
        problem = f"there is no contract {contract} any more"
    if problem or declared is None:
        return [OriginalRecord(file_name, number, {}, problem, member) for number in numbers]
    scratch = workspace.tmp_dir / f"original-{uuid.uuid4().hex}"
    scratch.mkdir(parents=True)
    try:
        opened = {member.name: member.inspection for member in open_file(path, declared, scratch).members}
        if member not in opened:
            problem = f"{file_name} holds no {member!r} any more"
            return [OriginalRecord(file_name, number, {}, problem, member) for number in numbers]
        inspection = opened[member]
        set_aside = {record.row_number: record.reason for record in inspection.set_aside}
        names = raw_column_names(inspection)
        sql, parameters = read_csv_sql(inspection)
        with duckdb.connect(config={"temp_directory": str(scratch)}) as con:
            confine(con, folders_of(workspace))
            rows = con.execute(
                f"select * from (select row_number() over () as number, {', '.join(names)} from {sql}) "
                f"where list_contains(?, number)",
                [*parameters, numbers],
            ).fetchall()
    except AmorceError as error:
        return [OriginalRecord(file_name, number, {}, error.message, member) for number in numbers]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    found = {number: values for number, *values in rows}
    return [
        OriginalRecord(
            file_name,
            number,
            {
                name: value
                for name, value in zip(side_names(inspection.header), found.get(number, []), strict=False)
                if value
            },
            f"it cannot be split into columns: {set_aside[number]}" if number in set_aside else "",
            member,
        )
        for number in numbers
    ]
