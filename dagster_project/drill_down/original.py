"""The record of a delivered file, as it was written: the only place that shows plain values.

Holds the finding of the original and the reading of single records, on demand.
"""

import shutil
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from dagster_project.errors import AmorceError
from dagster_project.landing import load_workspace_contracts
from dagster_project.landing.forms import inspect_as_written
from dagster_project.landing.inspection import raw_column_names, read_csv_sql
from dagster_project.landing.store import file_sha256
from dagster_project.workspace import Workspace


@dataclass(frozen=True)
class OriginalRecord:
    """A record as the file writes it, or why it cannot be shown."""

    file_name: str
    row_number: int
    cells: Mapping[str, str]
    problem: str = ""


def original_records(
    workspace: Workspace, contract: str, delivery_id: str, file_name: str, row_numbers: Collection[int]
) -> list[OriginalRecord]:
    """Read records of one delivery from its original in the inbox, in the order of their numbers.

    A record that cannot be shown says why: the original is gone or another file now, or the record cannot be split
    into columns.
    """
    numbers = sorted(set(row_numbers))
    path = workspace.inbox / file_name
    declared = load_workspace_contracts(workspace).get(contract)
    problem = ""
    if not path.is_file():
        problem = f"the original {file_name} is no longer in the inbox"
    elif file_sha256(path) != delivery_id:
        problem = f"{file_name} in the inbox is another file now"
    elif declared is None:
        problem = f"there is no contract {contract} any more"
    if problem or declared is None:
        return [OriginalRecord(file_name, number, {}, problem) for number in numbers]
    scratch = workspace.tmp_dir / f"original-{uuid.uuid4().hex}"
    scratch.mkdir(parents=True)
    try:
        inspection, _ = inspect_as_written(path, declared, scratch)
        set_aside = {record.row_number: record.reason for record in inspection.set_aside}
        names = raw_column_names(inspection)
        sql, parameters = read_csv_sql(inspection)
        with duckdb.connect(config={"temp_directory": str(scratch)}) as con:
            rows = con.execute(
                f"select * from (select row_number() over () as number, {', '.join(names)} from {sql}) "
                f"where list_contains(?, number)",
                [*parameters, numbers],
            ).fetchall()
    except AmorceError as error:
        return [OriginalRecord(file_name, number, {}, error.message) for number in numbers]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    found = {number: values for number, *values in rows}
    return [
        OriginalRecord(
            file_name,
            number,
            {name: value for name, value in zip(inspection.header, found.get(number, []), strict=False) if value},
            f"it cannot be split into columns: {set_aside[number]}" if number in set_aside else "",
        )
        for number in numbers
    ]
