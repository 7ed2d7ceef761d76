"""What a long trial has behind it, kept on disk so that a stopped one goes on where it was.

Holds the keeping only. It counts for the code that it was made with: a change of that begins again.
"""

import hashlib
import json
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_FOLDER = _ROOT / ".pytest_cache" / "soak"
_KINDS = {".py", ".sql", ".yml", ".csv"}


class Progress:
    """The parts of one trial that passed, each with how much it tried."""

    def __init__(self, name: str, *judged: str) -> None:
        """`judged`: folders or files, relative to the project, whose content the trial depends on."""
        self._path = _FOLDER / f"{name}.json"
        self._judged = _content(*judged)
        kept = json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}
        self._parts: dict[str, int] = kept["parts"] if kept.get("judged") == self._judged else {}

    @property
    def total(self) -> int:
        """How much was tried in all parts that passed."""
        return sum(self._parts.values())

    def has(self, part: str) -> bool:
        """Whether this part passed already."""
        return part in self._parts

    def keep(self, part: str, tried: int) -> None:
        """Note that a part passed."""
        self._parts[part] = tried
        _FOLDER.mkdir(parents=True, exist_ok=True)
        written = self._path.with_suffix(".part")
        written.write_text(json.dumps({"judged": self._judged, "parts": self._parts}), encoding="utf-8")
        written.replace(self._path)


def _content(*judged: str) -> str:
    digest = hashlib.sha256()
    for place in judged:
        found = [_ROOT / place] if (_ROOT / place).is_file() else sorted((_ROOT / place).rglob("*"))
        for path in found:
            if path.suffix in _KINDS and "target" not in path.parts:
                digest.update(str(path.relative_to(_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
