"""What a file's name tells: when it was exported, which part of a snapshot it is.

Holds no access to files; a moment from a column is read in SQL.
"""

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from dagster_project.errors import UnreadableFile

from .contract_model import Contract


def exported_at_of_name(contract: Contract, file_name: str, time_zone: str) -> datetime | None:
    """When the file's name says that it was exported.

    Args:
        contract: its `exported_at` has pattern and format.
        file_name: relative to the inbox; the last part is searched first, then the whole.
        time_zone: the workspace's, where the contract names none.

    Returns:
        naive UTC, or None where the contract does not look at the name or the name has no such piece.

    Raises:
        UnreadableFile: the name has such a piece, but it is no moment in the declared format.
    """
    rule = contract.exported_at
    piece = _piece(rule.from_name, file_name)
    if piece is None:
        return None
    try:
        local = datetime.strptime(piece, rule.format)
    except ValueError:
        raise UnreadableFile(
            f"{file_name}: {piece!r} in its name is no date of the form {rule.format!r}.",
            f"Rename the file, or correct `exported_at` in the contract {contract.name}.",
        ) from None
    if local.tzinfo is None:
        zone = ZoneInfo(rule.timezone) if rule.timezone else contract.time_zone(time_zone)
        local = local.replace(tzinfo=zone)
    return local.astimezone(UTC).replace(tzinfo=None)


def part_of_name(contract: Contract, file_name: str) -> str | None:
    """Which part of a partial snapshot the file is, in lower case; None where its name does not decide.

    Raises:
        UnreadableFile: the contract takes the part from the name, and the name has none.
    """
    part = contract.mode.part
    if part is None or part.from_name is None:
        return None
    piece = _piece(part.from_name, file_name)
    if piece is None:
        raise UnreadableFile(
            f"{file_name}: its name does not tell which part of the snapshot it is.",
            f"Rename the file so that it fits {part.from_name!r}, or correct `mode` in the contract {contract.name}.",
        )
    return piece.lower()


def _piece(pattern: str | None, file_name: str) -> str | None:
    if pattern is None:
        return None
    compiled = re.compile(pattern, re.IGNORECASE)
    match = compiled.search(PurePosixPath(file_name).name) or compiled.search(file_name)
    return match.group(1) if match else None
