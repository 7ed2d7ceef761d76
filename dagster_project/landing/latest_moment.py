"""Up to when the deliveries tell: the moment that a run takes for now, unless it is told another one.

Holds the rule for exports that only their modification time dates: copying old data today does not make it of today, so
such a file tells no further than its latest row.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from dagster_project.confinement import confine

from .entities import load_entities
from .manifest import Manifest
from .record import LandingRecord
from .sightings import MOMENT, Sighting, Sightings
from .sql import quote_name, quote_value


def latest_moment(manifest: Manifest, sightings: Sightings, withdrawn: set[str]) -> str | None:
    """The latest moment that the deliveries tell of, naive UTC in ISO form; None before the first landing.

    It is the latest date of export that a name or a column gives. A file with a modification time alone gives its
    latest row's moment, if that is earlier; its modification time counts only where nothing else dates anything.
    """
    seen = [sighting for sighting in sightings.all.values() if sighting.delivery_id not in withdrawn]
    dated = [sighting.exported_at for sighting in seen if sighting.exported_at_is_from != "modified_time"]
    undated = [sighting for sighting in seen if sighting.exported_at_is_from == "modified_time"]
    if undated:
        latest = {(each.delivery_id, each.contract): each.exported_at for each in sorted(undated, key=_by_date)}
        dated += _latest_rows(manifest, latest)
    return max(dated, default=max((sighting.exported_at for sighting in undated), default=None))


def _by_date(sighting: Sighting) -> str:
    return sighting.exported_at


def _latest_rows(manifest: Manifest, latest: dict[tuple[str, str], str]) -> list[str]:
    """Of each landing that nothing else dates: its latest row's moment, at most the modification time."""
    moments = []
    undated = {key: landing for key, landing in manifest.landings.items() if key in latest}
    with duckdb.connect() as con:
        confine(con, [landing.folder for landing in undated.values()])
        for key, landing in undated.items():
            for file, column in _moments_of(landing.folder, landing.record):
                query = f"select max({quote_name(column)}) from read_parquet({quote_value(str(file))})"
                row = con.execute(query).fetchone()
                if row and isinstance(row[0], datetime):
                    moments.append(min(row[0].strftime(MOMENT), latest[key]))
    return moments


def _moments_of(folder: Path, record: LandingRecord) -> Iterator[tuple[Path, str]]:
    """The files of landed facts and the column that dates them."""
    for member in record.members:
        for feed in member.feeds.values():
            moment = load_entities()[feed.entity].moment
            if moment is not None and feed.landed_rows and any(name == moment for name, _ in feed.columns):
                yield folder / feed.file, moment
