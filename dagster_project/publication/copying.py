"""Files copied, made durable and renamed. Knows nothing of DuckDB, marts or laws."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_BLOCK = 1 << 30  # bytes asked of the kernel at once; it may copy fewer


def copy_file(source: Path, target: Path) -> None:
    """Copy `source` to `target` inside the kernel; file systems that share blocks (btrfs, XFS) copy no data at all."""
    copy_range = getattr(os, "copy_file_range", None)
    if copy_range is not None:
        try:
            with source.open("rb") as reader, target.open("wb") as writer:
                while copy_range(reader.fileno(), writer.fileno(), _BLOCK):
                    pass
        except OSError:
            # Some mounts (overlays, network shares) refuse it; the plain copy below reports what really is wrong.
            target.unlink(missing_ok=True)
    if not target.is_file() or target.stat().st_size != source.stat().st_size:
        shutil.copyfile(source, target)


def make_durable(path: Path) -> None:
    """Wait until `path`, a file or a folder, is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def point_name_at(name: Path, file: Path, aside: Path) -> None:
    """Let `name` stand for the contents of `file` in one step: a reader finds the old file or the new, never none.

    `aside` is a free path on the same file system. The name becomes a second link to the file; where the file system
    has no links it becomes a copy.
    """
    aside.unlink(missing_ok=True)
    try:
        aside.hardlink_to(file)
    except OSError:
        copy_file(file, aside)
        make_durable(aside)
    aside.replace(name)
