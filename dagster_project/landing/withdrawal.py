"""Undoing a wrong delivery, and tidying what no manifest needs.

Holds both; neither touches the inbox. A withdrawn delivery keeps its landing, so that its rows stay counted as such.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.errors import UsageError
from dagster_project.workspace import Workspace

from .manifest import read_manifest
from .sightings import MOMENT
from .store import write_json

_SHORTEST_PREFIX = 4


@dataclass(frozen=True)
class Withdrawal:
    """A delivery taken out of the marts."""

    delivery_id: str
    contracts: tuple[str, ...]


@dataclass(frozen=True)
class Removed:
    """What was tidied away: folders, relative to the workspace, and their bytes."""

    folders: tuple[str, ...]
    size_bytes: int

    def __str__(self) -> str:
        if not self.folders:
            return "Nothing to remove."
        return f"{len(self.folders)} folders removed, {self.size_bytes / 1e6:,.1f} MB."


def withdrawn_deliveries(landing_dir: Path) -> set[str]:
    """The ids of all withdrawn deliveries."""
    return {path.stem for path in (landing_dir / "withdrawn").glob("*.json")}


def withdraw(workspace: Workspace, delivery_prefix: str, reason: str) -> Withdrawal:
    """Take a delivery out of the marts from the next run on; it stays out even while its file lies in the inbox.

    Args:
        workspace: whose landing it is.
        delivery_prefix: the first characters of its id, at least four.
        reason: why; kept with the withdrawal.

    Raises:
        UsageError: no delivery, or several, begin so.
    """
    prefix = delivery_prefix.strip().lower()
    landed = read_manifest(workspace.landing_dir).landings
    found = sorted({delivery_id for delivery_id, _ in landed if delivery_id.startswith(prefix)})
    hint = "`amorce sql 'select delivery_id, contract, file_name from delivery_ledger'` lists them."
    if len(prefix) < _SHORTEST_PREFIX:
        raise UsageError(f"{delivery_prefix!r} is too short to name a delivery.", hint)
    if len(found) != 1:
        what = "No delivery begins" if not found else f"{len(found)} deliveries begin"
        raise UsageError(f"{what} with {delivery_prefix!r}.", hint)
    delivery_id = found[0]
    contracts = tuple(sorted(contract for known, contract in landed if known == delivery_id))
    path = workspace.landing_dir / "withdrawn" / f"{delivery_id}.json"
    if not path.exists():
        withdrawn_at = datetime.now(UTC).strftime(MOMENT)
        write_json(path, {"delivery_id": delivery_id, "reason": reason, "withdrawn_at": withdrawn_at})
    return Withdrawal(delivery_id, contracts)


def clean(workspace: Workspace) -> Removed:
    """Remove landings that are not active, and scratch folders that a killed run left.

    The caller holds the workspace: a landing at work elsewhere would lose its scratch.
    """
    landing_dir = workspace.landing_dir
    active = {landing.folder for landing in read_manifest(landing_dir).landings.values()}
    idle = [folder for folder in sorted((landing_dir / "store").glob("*/*/*")) if folder not in active]
    scratch = sorted((landing_dir / "tmp").glob("*")) + sorted(workspace.tmp_dir.glob("*"))
    removed, size_bytes = [], 0
    for folder in [*idle, *scratch]:
        size_bytes += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        removed.append(folder.relative_to(workspace.root).as_posix())
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink()
    for folder in idle:
        for parent in (folder.parent, folder.parent.parent):
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
    return Removed(tuple(removed), size_bytes)
