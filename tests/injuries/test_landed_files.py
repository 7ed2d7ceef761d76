"""Injuries of the landed files themselves: mended from the original where it is still there, else the run fails."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from played import Played

from dagster_project.errors import AmorceError


def _folder(played: Played) -> Path:
    """The landing of a file of web forms."""
    ((delivery,),) = played.query("select min(delivery_id) from landing.deliveries where contract = 'web_forms'")
    (folder,) = (played.workspace.landing_dir / "store").glob(f"*/{delivery}/*")
    return Path(folder)


def _alter(played: Played) -> None:
    path = _folder(played) / "returns.parquet"
    duckdb.execute(
        f"copy (select * replace (returned_at + interval 1 day as returned_at) from '{path}') to '{path}.new' "
        "(format parquet)"
    )
    Path(f"{path}.new").replace(path)


def _lose_a_row(played: Played) -> None:
    path = _folder(played) / "returns.parquet"
    duckdb.execute(f"copy (from '{path}' offset 1) to '{path}.new' (format parquet)")
    Path(f"{path}.new").replace(path)


def _lose_the_file(played: Played) -> None:
    (_folder(played) / "returns.parquet").unlink()


def _lose_the_folder(played: Played) -> None:
    shutil.rmtree(_folder(played))


def _lose_the_side(played: Played) -> None:
    (_folder(played) / "side.parquet").unlink()


def _cut_the_file(played: Played) -> None:
    path = _folder(played) / "returns.parquet"
    path.write_bytes(path.read_bytes()[:-100])


def _rewrite_the_record(played: Played) -> None:
    path = _folder(played) / "record.json"
    record = json.loads(path.read_text())
    record["members"][0]["records"] -= 1
    path.write_text(json.dumps(record))


DEEDS: dict[str, Callable[[Played], None]] = {
    "a landed value is altered": _alter,
    "a landed row is lost": _lose_a_row,
    "a landed file is lost": _lose_the_file,
    "a landing is lost": _lose_the_folder,
    "the personal values beside a landing are lost": _lose_the_side,
    "a landed file is cut short": _cut_the_file,
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_damaged_landing_is_mended_from_its_original(name: str, patient_with_files: Played) -> None:
    before = patient_with_files.marts_hash()
    DEEDS[name](patient_with_files)
    patient_with_files.land()
    patient_with_files.rebuild()
    assert patient_with_files.failed_laws() == set()
    assert patient_with_files.marts_hash() == before


@pytest.mark.parametrize("name", DEEDS)
def test_a_damaged_landing_without_its_original_fails_the_run(name: str, patient_with_files: Played) -> None:
    DEEDS[name](patient_with_files)
    shutil.rmtree(patient_with_files.workspace.inbox / "forms")
    with pytest.raises(AmorceError):
        patient_with_files.land()


def test_a_record_that_was_rewritten_is_caught(patient_with_files: Played) -> None:
    _rewrite_the_record(patient_with_files)
    shutil.rmtree(patient_with_files.workspace.inbox / "forms")
    patient_with_files.land()
    patient_with_files.rebuild()
    assert "delivery_records" in patient_with_files.failed_laws()


def test_a_stale_manifest_is_written_anew(patient_with_files: Played) -> None:
    before = patient_with_files.marts_hash()
    path = patient_with_files.workspace.landing_dir / "manifest.json"
    manifest = json.loads(path.read_text())
    ((name, entries),) = [(key, value) for key, value in manifest.items() if isinstance(value, list)]
    path.write_text(json.dumps({**manifest, name: entries[: len(entries) // 2]}))
    patient_with_files.land()
    patient_with_files.rebuild()
    assert patient_with_files.failed_laws() == set()
    assert patient_with_files.marts_hash() == before
