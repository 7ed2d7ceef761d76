"""A workspace: the one folder that holds exports, contracts, landing, state and publications.

Holds where things lie and how a workspace is found, made and opened. Must not hold what is done with them.
"""

import json
import os
import re
import secrets
import shlex
from dataclasses import dataclass
from pathlib import Path

from dagster_project import __version__
from dagster_project.errors import UsageError
from dagster_project.settings import SETTINGS_FILE, Settings, load_settings

WORKSPACE_VARIABLE = "AMORCE_WORKSPACE"
HASH_KEY_VARIABLE = "AMORCE_HASH_KEY"
LAST_RUN_LOG = "last_run.log"
SHORTEST_HASH_KEY = 16  # characters; a shorter key could be guessed from the hashes of known addresses

_SETTINGS_TEMPLATE = """\
# Settings of this workspace. Each may be overridden by an environment variable AMORCE_<NAME>.
name: {name}
time_zone: Europe/Paris     # local days and months are made in this zone
currency: EUR               # amounts in another currency need a rate in rates.csv
lookback_days: 112          # how long an outflow may be answered
"""
_RATES_TEMPLATE = "currency,rate_on,rate\n"


@dataclass(frozen=True)
class Workspace:
    """A folder with `amorce.yml`, and the settings in force."""

    root: Path
    settings: Settings

    @property
    def inbox(self) -> Path:
        """Where exports are put."""
        return self.root / "inbox"

    @property
    def contracts_dir(self) -> Path:
        """The workspace's own contracts; they add to and override the built-in ones."""
        return self.root / "contracts"

    @property
    def landing_dir(self) -> Path:
        """Everything that ever came in, as immutable Parquet."""
        return self.root / "landing"

    @property
    def published_dir(self) -> Path:
        """What readers open."""
        return self.root / "published"

    @property
    def state_dir(self) -> Path:
        """What Amorce keeps for itself; all of it except the hash key can be made again."""
        return self.root / ".amorce"

    @property
    def warehouse_path(self) -> Path:
        """The DuckDB file of landing views, staging and intermediate models."""
        return self.state_dir / "warehouse.duckdb"

    @property
    def marts_path(self) -> Path:
        """The DuckDB file of the marts being built; readers open the published copy instead."""
        return self.state_dir / "marts.duckdb"

    @property
    def tmp_dir(self) -> Path:
        """Scratch files of a run."""
        return self.state_dir / "tmp"

    @property
    def logs_dir(self) -> Path:
        """One log per run, with what dbt said."""
        return self.state_dir / "logs"

    @property
    def target_dir(self) -> Path:
        """dbt's target folder; fixed, so that partial parsing survives from run to run."""
        return self.state_dir / "target"

    @property
    def dagster_home(self) -> Path:
        """Dagster's storage."""
        return self.state_dir / "dagster"

    @property
    def rates_path(self) -> Path:
        """Exchange rates: currency, rate_on, rate."""
        return self.root / "rates.csv"

    @property
    def published_marts_path(self) -> Path:
        """The stable name of the latest publication."""
        return self.published_dir / "marts.duckdb"

    @property
    def published_report_path(self) -> Path:
        """The report on the latest publication."""
        return self.published_dir / "report.html"

    @property
    def hash_key_path(self) -> Path:
        """The key of personal values, unless the environment holds it."""
        return self.state_dir / "hash_key"

    def hash_key(self) -> bytes:
        """The key with which personal values are hashed.

        Raises:
            UsageError: there is none, or it is shorter than 16 characters. A new one is never made here: it would
                give every person a new key.
        """
        text = os.environ.get(HASH_KEY_VARIABLE, "").strip()
        if not text:
            if not self.hash_key_path.is_file():
                raise UsageError(
                    f"The workspace has no hash key: {self.hash_key_path} is missing.",
                    f"Restore it from a backup or set {HASH_KEY_VARIABLE}; a new key gives every person a new key.",
                )
            text = self.hash_key_path.read_text(encoding="utf-8").strip()
        if len(text) < SHORTEST_HASH_KEY:
            raise UsageError(
                f"The hash key has fewer than {SHORTEST_HASH_KEY} characters.",
                f"Set {HASH_KEY_VARIABLE} to a longer secret.",
            )
        return text.encode("utf-8")

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """Open the workspace at or above `start` (default: `AMORCE_WORKSPACE`, else the current folder).

        Raises:
            UsageError: there is none.
        """
        declared = os.environ.get(WORKSPACE_VARIABLE)
        begin = (start or Path(declared or Path.cwd())).resolve()
        for folder in (begin, *begin.parents):
            if (folder / SETTINGS_FILE).is_file():
                return cls.load(folder)
        raise UsageError(
            f"No workspace at {begin} or above it: there is no {SETTINGS_FILE}.",
            f"Make one with `amorce init DIR`, or name it with --workspace or {WORKSPACE_VARIABLE}.",
        )

    @classmethod
    def load(cls, root: Path) -> "Workspace":
        """Open the workspace whose `amorce.yml` lies in `root`."""
        root = root.resolve()
        settings_path = root / SETTINGS_FILE
        if not settings_path.is_file():
            raise UsageError(f"{settings_path} is missing.", f"Make a workspace with `amorce init {root}`.")
        workspace = cls(root=root, settings=load_settings(settings_path))
        workspace._refuse_newer_state()
        return workspace

    def prepare(self) -> None:
        """Make the folders that a run writes into, and stamp the state with this version."""
        for folder in (self.inbox, self.landing_dir, self.published_dir, self.tmp_dir, self.logs_dir, self.target_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self.dagster_home.mkdir(parents=True, exist_ok=True)
        (self.state_dir / "version").write_text(__version__ + "\n", encoding="utf-8")

    def _refuse_newer_state(self) -> None:
        stamp = self.state_dir / "version"
        if not stamp.is_file():
            return
        written_by = stamp.read_text(encoding="utf-8").strip()
        if _version_parts(written_by) > _version_parts(__version__):
            raise UsageError(
                f"{self.root} was last run by Amorce {written_by}; this is {__version__}.",
                "Install the newer version: an older one could misread what it left.",
            )


def init_workspace(folder: Path, hash_key: str | None = None) -> Workspace:
    """Make an empty workspace in `folder`, with a hash key of its own that only its owner can read.

    Raises:
        UsageError: `folder` already is a workspace, or is a file.
    """
    folder = folder.resolve()
    if (folder / SETTINGS_FILE).exists():
        hint = f"Run it: `amorce run --workspace {shlex.quote(os.fspath(folder))}`."
        raise UsageError(f"{folder} already is a workspace.", hint)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", "Name a folder.")
    for part in ("inbox", "contracts", "landing", "published", ".amorce"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    _write_hash_key(folder / ".amorce" / "hash_key", hash_key or secrets.token_hex(32))
    (folder / "rates.csv").write_text(_RATES_TEMPLATE, encoding="utf-8")
    settings = _SETTINGS_TEMPLATE.format(name=_quoted(folder.name or "amorce"))
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return Workspace.load(folder)


def _quoted(name: str) -> str:
    """A folder's name as YAML text, whatever it holds: 2026, `no`, a colon, bytes that are no letters."""
    readable = os.fsencode(name).decode("utf-8", errors="replace")
    return json.dumps(readable, ensure_ascii=not readable.isprintable())


def _write_hash_key(path: Path, key: str) -> None:
    """Write the key once; an existing one is kept, for the keys of all persons hang on it."""
    if path.exists():
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key + "\n")


def _version_parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
