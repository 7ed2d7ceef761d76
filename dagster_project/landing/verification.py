"""Whether the files of a landing are still the ones that its record names.

Holds the check only: what is done about a damaged landing is the caller's.
"""

from pathlib import Path

from dagster_project.errors import AmorceError

from .hash_cache import HashCache
from .manifest import Manifest
from .record import LandingRecord, read_record


def intact_record(folder: Path, hashes: HashCache) -> LandingRecord | None:
    """The record of a landing whose files all have the hashes that it names; None where one is lost or altered."""
    try:
        record = read_record(folder)
        is_intact = all(hashes.sha256(folder / name) == sha256 for name, sha256 in record.files().items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if is_intact else None


def require_intact(manifest: Manifest, hashes: HashCache) -> None:
    """Raise where an active landing has lost or altered files.

    Raises:
        AmorceError: names the landing and the way back.
    """
    for landing in manifest.in_order():
        if intact_record(landing.folder, hashes) is None:
            raise AmorceError(
                f"The landing {landing.folder} of contract {landing.record.contract} has lost or altered files.",
                "Put the original file back into the inbox and run again, or restore landing/ from a backup.",
            )
