"""Hashes of files that have not changed since they were last read.

Holds the memory only. A file counts as unchanged while its size, times and inode are the same.
"""

from dataclasses import dataclass, field
from json import JSONDecodeError
from pathlib import Path

from .store import file_sha256, read_json, write_json

Stamp = tuple[int, int, int, int]


def stamp_of(path: Path) -> Stamp:
    """What changes when a file changes: size, time of its content, time of its entry, inode."""
    status = path.stat()
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


@dataclass
class HashCache:
    """Hashes by path, kept in a file that may be deleted at any time."""

    path: Path
    _entries: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _is_changed: bool = False

    @classmethod
    def load(cls, path: Path) -> "HashCache":
        """The cache as it was saved; an unreadable one is an empty one."""
        try:
            saved = read_json(path)
            entries = {name: ((entry[0], entry[1], entry[2], entry[3]), entry[4]) for name, entry in saved.items()}
        except (OSError, JSONDecodeError, UnicodeDecodeError, AttributeError, IndexError, TypeError, KeyError):
            entries = {}
        return cls(path, entries)

    def known(self, path: Path) -> str | None:
        """The hash of an unchanged file; None when it has to be read."""
        self._used.add(str(path))
        entry = self._entries.get(str(path))
        return entry[1] if entry is not None and entry[0] == stamp_of(path) else None

    def remember(self, path: Path, stamp: Stamp, sha256: str) -> None:
        """Keep the hash of a file that had this stamp before and after it was read."""
        self._used.add(str(path))
        self._entries[str(path)] = (stamp, sha256)
        self._is_changed = True

    def sha256(self, path: Path) -> str:
        """The hash of a file, read only when it has changed."""
        known = self.known(path)
        if known is not None:
            return known
        stamp = stamp_of(path)
        found = file_sha256(path)
        if stamp_of(path) == stamp:
            self.remember(path, stamp, found)
        return found

    def save(self) -> None:
        """Write the cache; files that were not asked for are forgotten."""
        if self._is_changed or set(self._entries) - self._used:
            kept = {name: [*stamp, sha256] for name, (stamp, sha256) in self._entries.items() if name in self._used}
            write_json(self.path, kept)
            self._is_changed = False
