"""What a publication was made from, so that a run can tell that nothing is new.

Holds the fingerprints of everything that the marts depend on, and the note that the last publication left. Must not
import Dagster: the comparison comes before it, for the sake of a quick answer.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from dagster_project import __version__
from dagster_project.dbt_command import project_fingerprint
from dagster_project.landing import inbox_fingerprint
from dagster_project.landing.contract import Contract
from dagster_project.resources import expectations_dir
from dagster_project.waivers import waivers_path
from dagster_project.workspace import Workspace

_NOTE = "last_publication.json"


@dataclass(frozen=True)
class PublicationNote:
    """The last publication: its run, when, its file, the fingerprint of each input by name, what deserves a look."""

    run_id: str
    published_at: str
    path: str
    inputs: dict[str, str]
    warnings: list[str]

    @classmethod
    def of(cls, run_id: str, path: Path, inputs: dict[str, str], warnings: Sequence[str] = ()) -> "PublicationNote":
        """The note of a publication made just now."""
        return cls(run_id, datetime.now(UTC).isoformat(timespec="seconds"), os.fspath(path), inputs, list(warnings))


def current_inputs(workspace: Workspace, contracts: Mapping[str, Contract]) -> dict[str, str]:
    """The fingerprint of each thing that the marts depend on, by the name under which a change is told."""
    return {
        "inbox": inbox_fingerprint(workspace, contracts),
        "contracts": _digest(*(contracts[name].model_dump_json() for name in sorted(contracts))),
        "settings": _digest(workspace.settings.model_dump_json()),
        "rates": _file_digest(workspace.rates_path),
        "withdrawals": _digest(*sorted(path.name for path in (workspace.landing_dir / "withdrawn").glob("*.json"))),
        "accepted silences": _file_digest(waivers_path(workspace)),
        "hash key": _digest("amorce key check", workspace.hash_key().decode("utf-8")),
        "models": project_fingerprint(),
        "laws": _folder_digest(expectations_dir()),
        "version of Amorce": __version__,
    }


def changed_inputs(workspace: Workspace, inputs: Mapping[str, str]) -> list[str]:
    """The names of the inputs that differ from the last publication; empty when nothing is new."""
    note = read_note(workspace)
    if note is None or not workspace.published_marts_path.exists():
        return ["first publication"]
    return [name for name, fingerprint in inputs.items() if note.inputs.get(name) != fingerprint]


def read_note(workspace: Workspace) -> PublicationNote | None:
    """The note of the last publication; None when there is none, or one that another version wrote otherwise."""
    path = workspace.state_dir / _NOTE
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    if set(content) != {field.name for field in fields(PublicationNote)}:
        return None
    return PublicationNote(**content)


def write_note(workspace: Workspace, note: PublicationNote) -> None:
    """Replace the note; the last act of a run, so that a run killed before it is run again."""
    aside = workspace.state_dir / f"{_NOTE}.part"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(note), file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(workspace.state_dir / _NOTE)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _folder_digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".sql", ".py", ".yml"})
    return _digest(*(f"{path.relative_to(folder)} {_file_digest(path)}" for path in files))
