"""Exports of a simulated market with some numbers and years of their text files replaced by extreme ones.

Holds the spoiling. What a spoilt cell stands for is left to chance: an amount, a count, a share, an id, a postcode.
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
_YEARS_PER_NUMBER = 0.05


def spoil(exports: Path, share: float, seed: int) -> int:
    """Spoil about `share` of the numbers, and a twentieth of that of the dates, in every CSV; returns how many."""
    chance = random.Random(seed)  # noqa: S311  # faults to be repeated, no secret
    files = [path for path in sorted(exports.rglob("*.csv")) if "truth" not in path.parts and path.name != "rates.csv"]
    return sum(_spoil_file(path, share, chance) for path in files)


def _spoil_file(path: Path, share: float, chance: random.Random) -> int:
    # Each byte is a letter of Latin-1 and comes back as it was, whatever the file's encoding.
    header, *lines = path.read_bytes().decode("latin-1").split("\n")
    delimiter = max(";,\t|", key=header.count)
    spoilt = 0
    for number, line in enumerate(lines):
        cells = line.split(delimiter)
        for place, cell in enumerate(cells):
            found = _spoil_cell(cell, delimiter, share, chance)
            spoilt += found != cell
            cells[place] = found
        lines[number] = delimiter.join(cells)
    path.write_bytes("\n".join([header, *lines]).encode("latin-1"))
    return spoilt


def _spoil_cell(cell: str, delimiter: str, share: float, chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < share and _NUMBER.fullmatch(cell.rstrip("\r")):
        number = chance.choice(EXTREME)
        return number.replace(".", ",") if delimiter == ";" else number
    if drawn < share * _YEARS_PER_NUMBER:
        return _YEAR.sub(chance.choice(YEARS), cell, count=1)
    return cell
