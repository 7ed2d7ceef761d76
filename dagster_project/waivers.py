"""Silences that somebody accepted: `waivers.yml` of a workspace, a file that people read and may edit.

Holds its reading and writing. Only the silence of a return source can be waived, and only until a date; whether it is
over is judged against the workspace's `as_of`, by the law itself.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from dagster_project.errors import UsageError
from dagster_project.landing import load_workspace_contracts
from dagster_project.landing.contract_yaml import read_document
from dagster_project.workspace import Workspace

WAIVABLE_LAW = "returns_silence"
_FILE = "waivers.yml"
_HEADING = """\
# Silences of return sources that somebody accepted. A silence that ends by `until` is no breach of the law; it stays
# shown in status, report and law_results. `amorce accept` adds an entry; delete one to make its silence fail again.
"""


class Waiver(BaseModel):
    """One accepted silence: of a return source, or of one part of it, until a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: str = WAIVABLE_LAW
    source: str
    part: str | None = None
    until: date
    reason: str
    accepted_on: date | None = None


def waivers_path(workspace: Workspace) -> Path:
    """Where the waivers of a workspace stand, whether there are any or not."""
    return workspace.root / _FILE


def read_waivers(workspace: Workspace) -> tuple[Waiver, ...]:
    """All waivers of a workspace, in the order of the file; none where there is no file.

    Raises:
        UsageError: the file is no list of waivers, or names a law that cannot be waived; names file and line.
    """
    path = waivers_path(workspace)
    if not path.is_file():
        return ()
    document = read_document(path)
    hint = "Write law, source, until (2025-09-30) and reason, or use `amorce accept`."
    if document.data is None:
        return ()
    if not isinstance(document.data, list):
        raise UsageError(f"{path}, line {document.line(())}: this is no list of waivers.", hint)
    waivers = []
    for index, entry in enumerate(document.data):
        where = f"{path}, line {document.line((index,))}"
        try:
            waiver = Waiver.model_validate(entry)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            named = ".".join(str(part) for part in first["loc"])
            raise UsageError(f"{where}: {named or 'the entry'}: {first['msg']}.", hint) from None
        _require_waivable(waiver.law, where)
        waivers.append(waiver)
    return tuple(waivers)


def accept(workspace: Workspace, law: str, source: str, until: str, reason: str) -> Path:
    """Add a waiver to the workspace's file, and return its path.

    Args:
        workspace: whose silence it is.
        law: name of the law; only `returns_silence` can be accepted.
        source: a declared return source, or `source/part`.
        until: the last day, as 2025-09-30.
        reason: why; kept and shown.

    Raises:
        UsageError: one of them is wrong, or the file is.
    """
    _require_waivable(law, "amorce accept")
    name, _, part = source.partition("/")
    declared = {
        declared
        for contract in load_workspace_contracts(workspace).values()
        for feed in contract.feeds.values()
        if feed.return_source is not None
        for declared in feed.return_source.names
    }
    if name not in declared:
        known = ", ".join(sorted(declared))
        raise UsageError(f"No contract declares the return source {name!r}.", f"There are {known}.")
    if not reason.strip():
        raise UsageError("A silence is not accepted without a reason.", 'Write --reason "why it is silent".')
    try:
        waiver = Waiver(
            source=name,
            part=part or None,
            until=date.fromisoformat(until),
            reason=reason.strip(),
            accepted_on=datetime.now(UTC).date(),
        )
    except ValueError:
        raise UsageError(f"{until!r} is no day.", "Write it as 2025-09-30.") from None
    entries = [entry.model_dump(mode="json", exclude_none=True) for entry in (*read_waivers(workspace), waiver)]
    path = waivers_path(workspace)
    aside = path.with_suffix(".part")
    aside.write_text(_HEADING + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8")
    aside.replace(path)
    return path


def _require_waivable(law: str, where: str) -> None:
    if law != WAIVABLE_LAW:
        raise UsageError(
            f"{where}: {law!r} cannot be accepted; only the silence of a source can, {WAIVABLE_LAW}.",
            "Every other law says that something was lost or doubled: mend what its message names.",
        )
