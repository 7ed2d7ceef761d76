"""The manifest: which landing of each delivery is active. Readers of landing look here, never into the folders.

Holds the choice among several landings of the same bytes, and `manifest.json`. It is made anew from the store under a
lock, so that two processes that land at once end with one manifest that knows both their landings.
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.errors import AmorceError

from .record import RECORD_FILE, LandingRecord, read_record
from .store import read_json, write_json

MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True)
class ActiveLanding:
    """The active landing of some bytes under one contract."""

    folder: Path
    record: LandingRecord


@dataclass
class Manifest:
    """Every active landing, by delivery and contract."""

    landings: dict[tuple[str, str], ActiveLanding] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def in_order(self) -> list[ActiveLanding]:
        """By contract, then delivery."""
        return [self.landings[key] for key in sorted(self.landings, key=lambda key: (key[1], key[0]))]


def read_manifest(landing_dir: Path) -> Manifest:
    """The manifest as it was last written; empty before the first landing."""
    path = landing_dir / MANIFEST_FILE
    manifest = Manifest()
    if not path.is_file():
        return manifest
    for entry in read_json(path)["active"]:
        key = (entry["delivery_id"], entry["contract"])
        if key not in manifest.landings:
            folder = landing_dir / entry["folder"]
            manifest.landings[key] = ActiveLanding(folder, read_record(folder))
    return manifest


def rewrite_manifest(landing_dir: Path, fingerprints: Mapping[str, str], present: Mapping[str, set[str]]) -> Manifest:
    """Choose the active landings anew and write `manifest.json`.

    Args:
        landing_dir: the workspace's landing.
        fingerprints: contract → its meaning now.
        present: delivery that lies in the inbox → the contracts that it matches there.
    """
    with _locked(landing_dir):
        former = _former_folders(landing_dir)
        manifest = Manifest()
        found = _candidates(landing_dir)
        _refuse_losses(former, found)
        for key, candidates in sorted(found.items()):
            delivery_id, contract = key
            if delivery_id in present and contract not in present[delivery_id]:
                manifest.warnings.append(
                    f"Delivery {delivery_id[:12]} now matches {', '.join(sorted(present[delivery_id]))}; "
                    f"its landing by {contract} is retired."
                )
                continue
            chosen = _choose(candidates, fingerprints.get(contract), former.get(key))
            manifest.landings[key] = chosen
            if chosen.record.fingerprint != fingerprints.get(contract):
                manifest.warnings.append(_stale(delivery_id, contract, contract in fingerprints))
        write_json(landing_dir / MANIFEST_FILE, {"active": _entries(manifest, landing_dir)})
    return manifest


def _choose(candidates: list[ActiveLanding], fingerprint: str | None, former: str | None) -> ActiveLanding:
    """The landing under today's meaning; else the one that was active; else the one whose folder was made last."""

    def rank(landing: ActiveLanding) -> tuple[bool, bool, float, str]:
        is_today = landing.record.fingerprint == fingerprint
        made_at = (landing.folder / RECORD_FILE).stat().st_mtime
        return (is_today, landing.folder.name == former, made_at, landing.folder.name)

    return max(candidates, key=rank)


def _candidates(landing_dir: Path) -> dict[tuple[str, str], list[ActiveLanding]]:
    found: dict[tuple[str, str], list[ActiveLanding]] = {}
    for path in sorted((landing_dir / "store").glob(f"*/*/*/{RECORD_FILE}")):
        try:
            record = read_record(path.parent)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # damaged: if nothing replaces it, the caller misses it among the former ones and says so
        found.setdefault((record.delivery_id, record.contract), []).append(ActiveLanding(path.parent, record))
    return found


def _former_folders(landing_dir: Path) -> dict[tuple[str, str], str]:
    path = landing_dir / MANIFEST_FILE
    entries = read_json(path)["active"] if path.is_file() else []
    return {(entry["delivery_id"], entry["contract"]): Path(entry["folder"]).name for entry in entries}


def _entries(manifest: Manifest, landing_dir: Path) -> list[dict[str, Any]]:
    return [
        {
            "delivery_id": landing.record.delivery_id,
            "member": member.member,
            "contract": landing.record.contract,
            "feed": name,
            "entity": feed.entity,
            "folder": landing.folder.relative_to(landing_dir).as_posix(),
            "file": feed.file,
            "sha256": feed.sha256,
        }
        for landing in manifest.in_order()
        for member in landing.record.members
        for name, feed in member.feeds.items()
    ]


def _refuse_losses(former: Mapping[tuple[str, str], str], found: Mapping[tuple[str, str], list[ActiveLanding]]) -> None:
    for (delivery_id, contract), folder in sorted(former.items()):
        if (delivery_id, contract) not in found:
            raise AmorceError(
                f"The landing of delivery {delivery_id[:12]} by {contract} is lost or damaged (folder {folder}).",
                "Put the original file back into the inbox, or restore landing/ from a backup.",
            )


def _stale(delivery_id: str, contract: str, is_known: bool) -> str:
    if is_known:
        return (
            f"Delivery {delivery_id[:12]} of {contract} was landed under an older meaning of its contract and its "
            "original is gone: the old landing stays active. Put the file back into the inbox to land it anew."
        )
    return (
        f"Delivery {delivery_id[:12]} was landed by the contract {contract}, which no longer exists: it stays active. "
        "Restore the contract or withdraw the delivery."
    )


@contextmanager
def _locked(landing_dir: Path) -> Iterator[None]:
    landing_dir.mkdir(parents=True, exist_ok=True)
    with (landing_dir / ".manifest.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
