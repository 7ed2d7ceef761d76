"""The record of each run: when it began, how far it came, how it ended.

Holds one small JSON file per run under `.amorce/runs/`, written whoever starts the run (command line, sensor, Dagster's
UI), so that `amorce status` needs no Dagster. Must not hold results: those are published.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

_KEPT = 50

Outcome = Literal["running", "published", "failed", "incomplete"]


@dataclass(frozen=True)
class RunRecord:
    """One run. `stage` is the last one that began; `seconds` has one entry per finished stage."""

    run_id: str
    command: str
    started_at: str
    stage: str
    outcome: Outcome
    error: str
    ended_at: str
    seconds: dict[str, float]


class RunRecorder:
    """Writes the record of one run as it goes on."""

    def __init__(self, state_dir: Path, run_id: str, command: str) -> None:
        self._path = state_dir / "runs" / f"{run_id}.json"
        self._record = RunRecord(run_id, command, _now(), "start", "running", "", "", {})
        self._write()
        _forget_old(self._path.parent)

    @contextmanager
    def stage(self, name: str) -> Iterator[dict[str, float]]:
        """Note that a stage begins, how long it takes, and the error that ends it.

        Seconds within it that are another stage's go into what it gives, and count as that stage's.
        """
        self._record = replace(self._record, stage=name)
        self._write()
        began = datetime.now(UTC)
        of_others: dict[str, float] = {}
        try:
            yield of_others
        except BaseException as error:
            text = str(error) or type(error).__name__
            self._record = replace(self._record, outcome="failed", error=text, ended_at=_now())
            self._write()
            raise
        took = (datetime.now(UTC) - began).total_seconds() - sum(of_others.values())
        seconds = {name: round(took, 2), **of_others}
        self._record = replace(self._record, seconds={**self._record.seconds, **seconds})
        self._write()

    def close(self, is_published: bool) -> None:
        """End the record; a run that neither failed nor published built only a part of the graph."""
        if self._record.outcome == "failed":
            return
        outcome: Outcome = "published" if is_published else "incomplete"
        self._record = replace(self._record, outcome=outcome, ended_at=_now())
        self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_suffix(".part")
        aside.write_text(json.dumps(asdict(self._record), indent=1), encoding="utf-8")
        aside.rename(self._path)


def read_records(state_dir: Path, is_busy: bool, limit: int = 5) -> list[RunRecord]:
    """The latest runs, newest first. A run that still says `running` while nobody holds the lock was killed."""
    paths = sorted((state_dir / "runs").glob("*.json"), reverse=True)[:limit]
    records = [RunRecord(**json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return [
        replace(record, outcome="failed", error="the process was killed")
        if record.outcome == "running" and not (is_busy and position == 0)
        else record
        for position, record in enumerate(records)
    ]


def new_run_id(seed: str) -> str:
    """A name that sorts by time: `20260131T021500-3fa2c1`."""
    started = datetime.now(UTC)
    digest = hashlib.sha256(f"{seed}|{os.getpid()}|{started.isoformat()}".encode()).hexdigest()
    return f"{started:%Y%m%dT%H%M%S}-{digest[:6]}"


def _forget_old(folder: Path) -> None:
    for path in sorted(folder.glob("*.json"), reverse=True)[_KEPT:]:
        path.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
