"""Archives made to harm: each is refused in one clear message while the rest of the inbox lands."""

import gzip
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from tests.unit.landing.formats import calls
from tests.unit.landing.formats.written import write_zip

MEGABYTE = 1024 * 1024
INNOCENT = calls.delimited(",")


def bomb(size: int) -> bytes:
    """A zip's worth of one repeated byte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"a" * MEGABYTE
    return b"".join(packer.compress(block) for _ in range(size // MEGABYTE)) + packer.flush()


def zip_bomb(path: Path) -> None:
    write_zip(path, {"calls.csv": b"a" * (100 * MEGABYTE)})


def lying_zip_bomb(path: Path) -> None:
    """Its directory says that there are ten bytes."""
    packed = bomb(200 * MEGABYTE)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, 5, 0) + b"a.csv"
    central = (
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, 5, 0, 0, 0, 0, 0, 0)
        + b"a.csv"
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local) + len(packed), 0)
    path.write_bytes(local + packed + central + end)


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", 9) as file:
        for _ in range(200):
            file.write(b"a" * MEGABYTE)


def nested_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("calls.csv", INNOCENT)
    write_zip(path, {"calls.zip": inner.getvalue()})


def zipped_gzip(path: Path) -> None:
    write_zip(path, {"calls.csv": gzip.compress(INNOCENT.encode())})


def leading_out(path: Path) -> None:
    write_zip(path, {"../../amorce.yml": "name: taken over"})


def absolute(path: Path) -> None:
    write_zip(path, {"/etc/calls.csv": INNOCENT})


def windows_path(path: Path) -> None:
    write_zip(path, {"..\\..\\calls.csv": INNOCENT})


def link(path: Path) -> None:
    entry = zipfile.ZipInfo("calls.csv")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "/etc/passwd")


def right_to_left(path: Path) -> None:
    write_zip(path, {"calls\u202evsc.exe": INNOCENT})


def encrypted(path: Path) -> None:
    write_zip(path, {"calls.csv": INNOCENT})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.csv", "")


def twice_the_same_name(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("calls.csv", INNOCENT)
        archive.writestr("calls.csv", "another")


def cut_short_zip(path: Path) -> None:
    write_zip(path, {"calls.csv": INNOCENT})
    path.write_bytes(path.read_bytes()[:-30])


def flipped_byte(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("calls.csv", INNOCENT)
    path.write_bytes(path.read_bytes().replace(b"Ann", b"Bnn", 1))


def cut_short_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(INNOCENT.encode())[:-12])


def gzip_with_a_tail(path: Path) -> None:
    path.write_bytes(gzip.compress(INNOCENT.encode()) + b"tail")


def empty_zip(path: Path) -> None:
    write_zip(path, {})


ARCHIVES: list[tuple[Callable[[Path], None], str]] = [
    (zip_bomb, "more than 200 times as large"),
    (lying_zip_bomb, "the packed bytes are damaged"),
    (gzip_bomb, "more than 200 times as large"),
    (nested_zip, "calls.zip: an archive or a workbook within a packed file"),
    (zipped_gzip, "calls.csv: an archive or a workbook within a packed file"),
    (leading_out, "leads out of the archive"),
    (absolute, "leads out of the archive"),
    (windows_path, "leads out of the archive"),
    (link, "is a link"),
    (right_to_left, "marks in its name that cannot be seen"),
    (encrypted, "is encrypted"),
    (many_entries, "more than 10000 entries"),
    (twice_the_same_name, "two of its entries are named"),
    (cut_short_zip, "the archive ends before its directory"),
    (flipped_byte, "the packed bytes are damaged"),
    (cut_short_gzip, "the packed file ends before its end"),
    (gzip_with_a_tail, "the packed bytes are damaged"),
    (empty_zip, "it holds nothing"),
]


@pytest.mark.parametrize(("write", "message"), ARCHIVES)
def test_a_hostile_archive_is_refused_and_the_rest_lands(
    tmp_path: Path, write: Callable[[Path], None], message: str
) -> None:
    workspace = calls.workspace_for(tmp_path, "type: csv")
    write(workspace.inbox / f"{calls.NAME}.zip")
    start = process_time()
    assert message in calls.refusal(workspace)
    assert process_time() - start < 6  # two landings of it are the innocent file's and DuckDB's start
    assert not list(workspace.tmp_dir.glob("landing-*"))
