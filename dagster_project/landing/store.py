"""The store of landings: folders named by content, written aside and moved into place as a whole.

Holds where things lie in `landing/` and how they get there safely. Knows nothing of what the files mean.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FINGERPRINT_CHARACTERS = 16
_BLOCK_BYTES = 1 << 20
_SYNCING_THREADS = 8


def folder_of(landing_dir: Path, delivery_id: str, fingerprint: str) -> Path:
    """Where the landing of these bytes under this meaning lies."""
    return landing_dir / "store" / delivery_id[:2] / delivery_id / fingerprint[:_FINGERPRINT_CHARACTERS]


@contextmanager
def written_aside(landing_dir: Path) -> Iterator[Path]:
    """A new folder in `landing/tmp`; whatever is still there at the end is removed."""
    aside = landing_dir / "tmp" / uuid.uuid4().hex
    aside.mkdir(parents=True)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def move_into_place(aside: Path, folder: Path) -> bool:
    """Make a finished folder visible, all of it at once.

    Returns:
        False when another process was quicker with the same landing; its folder stays.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        aside.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        return False
    return True


def sync_all(folders: list[Path]) -> None:
    """Make finished folders survive a loss of power; several at a time, so that the disk commits them together."""
    paths = [path for folder in folders for path in (*folder.rglob("*"), folder, folder.parent)]
    with ThreadPoolExecutor(_SYNCING_THREADS) as pool:
        for _ in pool.map(_sync, paths):
            pass


def put_away(folder: Path, landing_dir: Path) -> None:
    """Take a damaged landing out of the way; `amorce clean` removes it."""
    target = landing_dir / "tmp" / f"damaged-{uuid.uuid4().hex}"
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(target)


def write_json(path: Path, content: Any, *, is_durable: bool = True) -> None:
    """Write a file that a crash leaves either old or new; the same content gives the same bytes.

    Args:
        is_durable: wait until the disk has it; False where the caller syncs many at once.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, sort_keys=True, ensure_ascii=False)
        file.write("\n")
        if is_durable:
            file.flush()
            os.fsync(file.fileno())
    aside.replace(path)


def read_json(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def file_sha256(path: Path) -> str:
    """Hex SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
