"""The exports that runs are measured on: a simulated market, drawn once per folder.

Holds their sizes. Two and twenty million outflows are of one shape (contacts and companies of a CRM, an e-mail log,
web forms, a shop), so that their times may be divided; the nearly empty inbox has one file of each kind of that shape.
"""

import dataclasses
import shutil
from pathlib import Path

from dagster_project.simulation import simulate
from dagster_project.simulation.scales import SCALES, Scale

SEED = 7
_LARGE = SCALES["large"]
SCALES_MEASURED: dict[str, Scale] = {
    "nearly_empty": dataclasses.replace(_LARGE, name="nearly empty", contacts=60, shards=1),
    "medium": dataclasses.replace(
        _LARGE, name="medium, measured", contacts=_LARGE.contacts // 10, shards=_LARGE.shards // 10
    ),
    "large": _LARGE,
}
# The last thing that a simulation writes: a folder without it was left half done.
_FINISHED = Path("truth", "truth.json")


def exports_of(scale: str, folder: Path) -> Path:
    """The folder with the exports of `scale` below `folder`; simulated unless they are there already."""
    directory = folder / scale
    if not (directory / _FINISHED).is_file():
        shutil.rmtree(directory, ignore_errors=True)
        simulate(directory, SCALES_MEASURED[scale], SEED, on_event=print)
        if scale == "nearly_empty":
            _keep_newest_of_each_kind(directory)
    return directory


def _keep_newest_of_each_kind(directory: Path) -> None:
    for path in directory.glob("*/*-corrections-*.csv"):  # seen once, years before: a source that fell silent
        path.unlink()
    kinds: dict[str, Path] = {}
    for path in sorted(directory.glob("*/*-20*.csv")):
        kind = f"{path.parent.name}/{path.stem[:-10]}"
        kinds.setdefault(kind, path)
        if kinds[kind] != path:
            kinds[kind].unlink()
            kinds[kind] = path
