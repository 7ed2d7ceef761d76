"""Sightings: that certain bytes were delivered, and of when they tell.

Holds when a file was exported and how that is known, and one small file per sighting. The same bytes in a second file
of the same date are the same sighting, known by the first of its names in alphabetical order: which one came first must
not show in what is published.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from dagster_project.errors import UnreadableFile

from .contract import Contract
from .store import read_json, write_json

MOMENT = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True)
class Sighting:
    """One sighting; moments are naive UTC in ISO form."""

    delivery_id: str
    contract: str
    member: str | None
    exported_at: str
    exported_at_is_from: Literal["name", "column", "modified_time"]
    part: str | None
    file_name: str
    first_seen_at: str

    @property
    def identity(self) -> str:
        """What two equal sightings share; the name of its file."""
        parts = (self.delivery_id, self.contract, self.member or "", self.exported_at, self.part or "")
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class ExportMoment:
    """When a file was exported, and what tells it."""

    at: str
    is_from: Literal["name", "column", "modified_time"]
    warning: str | None = None


class Sightings:
    """The sightings of a workspace."""

    def __init__(self, landing_dir: Path) -> None:
        self._folder = landing_dir / "sightings"
        self.all: dict[str, Sighting] = {}
        for path in sorted(self._folder.glob("*.json")):
            try:
                sighting = Sighting(**read_json(path))
            except (ValueError, TypeError):
                continue  # cut short by a loss of power: its file is sighted again
            self.all[sighting.identity] = sighting

    def of(self, delivery_id: str, contract: str) -> list[Sighting]:
        """The sightings of these bytes under this contract, oldest export first."""
        found = [s for s in self.all.values() if s.delivery_id == delivery_id and s.contract == contract]
        return sorted(found, key=lambda sighting: (sighting.exported_at, sighting.part or ""))

    def record(self, sightings: Iterable[Sighting]) -> list[Sighting]:
        """Write the sightings that are new; returns them.

        A date taken from the modification time is fixed at first sight: copying a file must not make a new export.
        """
        new = []
        for sighting in sightings:
            known_as = self.all.get(sighting.identity)
            if known_as is not None:
                if sighting.file_name < known_as.file_name:
                    self._write(replace(known_as, file_name=sighting.file_name))
                continue
            if sighting.exported_at_is_from == "modified_time" and any(
                (known.member, known.part) == (sighting.member, sighting.part)
                for known in self.of(sighting.delivery_id, sighting.contract)
            ):
                continue
            self._write(sighting)
            new.append(sighting)
        return new

    def _write(self, sighting: Sighting) -> None:
        write_json(self._folder / f"{sighting.identity}.json", asdict(sighting), is_durable=False)
        self.all[sighting.identity] = sighting


def export_moment(path: Path, contract: Contract, time_zone: str) -> ExportMoment:
    """When a file was exported, as far as its name or its modification time tell.

    Args:
        path: the delivered file.
        contract: how it dates its exports.
        time_zone: the workspace's zone, where the contract names none.
    """
    rule = contract.exported_at
    if rule.from_name is not None:
        found = re.search(rule.from_name, path.name, re.IGNORECASE)
        if found is not None:
            try:
                local = datetime.strptime(found.group(1), rule.format)
            except ValueError:
                raise UnreadableFile(
                    f"{path}: the date in its name is not written as {rule.format}.",
                    "Rename the file, or correct `exported_at` in the contract.",
                ) from None
            zone = contract.time_zone(time_zone)
            return ExportMoment(local.replace(tzinfo=zone).astimezone(UTC).strftime(MOMENT), "name")
        warning = f"{path}: its name holds no date as the contract declares; the modification time is taken."
        return ExportMoment(_modified(path), "modified_time", warning)
    warning = f"{path}: nothing dates this export but its modification time; declare `exported_at` in the contract."
    return ExportMoment(_modified(path), "modified_time", None if rule.kind == "column" else warning)


def part_of_name(path: Path, contract: Contract, member: str | None = None) -> str | None:
    """The part of a snapshot that a member's name gives, else its file's; None where the contract takes it elsewhere.

    Raises:
        UnreadableFile: the name does not tell the part.
    """
    part = contract.mode.part
    if part is None or part.from_name is None:
        return None
    searched = (re.search(part.from_name, name, re.IGNORECASE) for name in (member or "", path.name))
    found = next((match for match in searched if match is not None), None)
    if found is None:
        raise UnreadableFile(
            f"{path}: its name does not tell which part of the snapshot it is.",
            "Rename the file, or correct `mode` in the contract.",
        )
    return found.group(1).lower()


def _modified(path: Path) -> str:
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC).strftime(MOMENT)
