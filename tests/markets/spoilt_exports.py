"""Exports of a simulated market in whose text files some cells are spoilt.

Holds the spoiling: numbers and years become extreme ones, cells empty, or those of another row. What a spoilt cell
stands for is left to chance: an amount, a count, a share, an id, a word that a contract maps, an address.
"""

import random
import re
from pathlib import Path

EXTREME = (
    *("0", "-1", "0.01", "-0.01", "0.000001", "1e9"),
    *("1000000", "-1000000", "12345678.9", "99999999999.99", "-99999999999.98"),
    *("500000000000", "999999999999", "-999999999999"),
)
YEARS = ("1900", "1970", "2000", "2091", "9999")
_NUMBER = re.compile(r'"?-?\d{1,9}([.,]\d+)?"?')
_YEAR = re.compile(r"(19|20)\d\d(?=[-/])|(?<=/)(19|20)\d\d")
_OTHERS_PER_NUMBER = 0.05
"""How many years become extreme, cells empty and cells those of another row for each number that becomes extreme."""


def spoil(exports: Path, share: float, seed: int) -> int:
    """Spoil about `share` of the numbers, and a twentieth of that of all cells, in every CSV; returns how many."""
    chance = random.Random(seed)  # noqa: S311  # faults to be repeated, no secret
    files = [path for path in sorted(exports.rglob("*.csv")) if "truth" not in path.parts and path.name != "rates.csv"]
    return sum(_spoil_file(path, share, chance) for path in files)


def _spoil_file(path: Path, share: float, chance: random.Random) -> int:
    # Each byte is a letter of Latin-1 and comes back as it was, whatever the file's encoding.
    header, *lines = path.read_bytes().decode("latin-1").split("\n")
    delimiter = max(";,\t|", key=header.count)
    rows = [line.removesuffix("\r").split(delimiter) for line in lines]
    ends = ["\r" if line.endswith("\r") else "" for line in lines]
    spoilt = 0
    for row in rows:
        for place, cell in enumerate(row):
            other = chance.choice(rows)
            row[place] = _spoil_cell(cell, other[place] if place < len(other) else "", delimiter, share, chance)
            spoilt += row[place] != cell
    written = [delimiter.join(row) + end for row, end in zip(rows, ends, strict=True)]
    path.write_bytes("\n".join([header, *written]).encode("latin-1"))
    return spoilt


def _spoil_cell(cell: str, other: str, delimiter: str, share: float, chance: random.Random) -> str:
    drawn = chance.random() / share
    if drawn < _OTHERS_PER_NUMBER:
        return _YEAR.sub(chance.choice(YEARS), cell, count=1)
    if drawn < 2 * _OTHERS_PER_NUMBER:
        return ""
    if drawn < 3 * _OTHERS_PER_NUMBER:
        return other
    if drawn < 1 and _NUMBER.fullmatch(cell):
        number = chance.choice(EXTREME)
        return number.replace(".", ",") if delimiter == ";" else number
    return cell
