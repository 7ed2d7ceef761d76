"""What a file's name tells: the contract's name, the names of further files, the day of the export.

Holds nothing that is told by what the file contains.
"""

import re
from collections.abc import Container
from pathlib import Path

from dagster_project.landing.contract import normalise_word

_DATE_IN_NAME = re.compile(r"(?:19|20)\d{2}([-_]?)(?:0[1-9]|1[0-2])(?:\1(?:0[1-9]|[12]\d|3[01]))?")
_FORMATS_OF_NAMES = {"-": "%Y-%m-%d", "_": "%Y_%m_%d", "": "%Y%m%d"}
_FULL_DATE = 8


def name_of(path: Path, taken: Container[str]) -> str:
    """A contract's name, from the file's; none that is taken."""
    stem = path.name.partition(".")[0]
    words = re.findall(r"[a-z0-9]+", normalise_word(_DATE_IN_NAME.sub(" ", stem)))
    name = "_".join(words) or "own_file"
    name = name if name[0].isalpha() else f"file_{name}"
    return f"own_{name}" if name in taken else name


def files_of(path: Path, inbox: Path | None, name: str) -> list[str]:
    """Names like the file's: what is a date in it may be another."""
    pattern = _DATE_IN_NAME.sub("*", path.name)
    if pattern == path.name:
        stem, dot, rest = path.name.partition(".")
        pattern = f"{stem}*{dot}{rest}"
    if inbox is not None and path.is_relative_to(inbox):
        folder = path.relative_to(inbox).parent.as_posix()
        return [pattern if folder == "." else f"{folder}/{pattern}"]
    return [pattern, f"{name}/{pattern}"]


def exported_at_of(path: Path) -> dict[str, str] | None:
    """Where the day of the export stands in the name; None where it does not."""
    found = _DATE_IN_NAME.search(path.name)
    if found is None or sum(sign.isdigit() for sign in found.group()) < _FULL_DATE:
        return None
    joint = found.group(1)
    return {
        "from_name": rf"(\d{{4}}{joint}\d{{2}}{joint}\d{{2}})",
        "format": _FORMATS_OF_NAMES[joint],
    }
