"""All trials, in parallel and resumable: one file of results per cell, of which only what is missing is computed."""

import json
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.calibration.trials import Cell, trial

BATCH = 20


def results_of(cell: Cell, folder: Path) -> list[dict[str, Any]]:
    """The results on disk, in the order of their numbers."""
    path = folder / cell.file_name
    if not path.exists():
        return []
    lines = [found for line in path.read_text(encoding="utf-8").splitlines() if (found := _parsed(line)) is not None]
    return sorted({line["number"]: line for line in lines}.values(), key=lambda line: line["number"])


def run_cells(cells: Iterable[Cell], seeds: int, folder: Path, processes: int) -> None:
    """Bring every cell to `seeds` trials; interrupted, it goes on where it stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    batches = []
    for cell in cells:
        done = {result["number"] for result in results_of(cell, folder)}
        open_ = [number for number in range(seeds) if number not in done]
        batches += [(cell, open_[at : at + BATCH], folder) for at in range(0, len(open_), BATCH)]
    started = time.monotonic()
    with ProcessPoolExecutor(processes) as pool:
        for count, _ in enumerate(pool.map(_run_batch, batches), start=1):
            if count % 20 == 0:
                minutes = (time.monotonic() - started) / 60
                print(f"{count} of {len(batches)} batches, {minutes:.1f} minutes", flush=True)


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return None  # empty, or cut by an interruption: the trial is done again
    return found


def _run_batch(batch: tuple[Cell, list[int], Path]) -> None:
    cell, numbers, folder = batch
    # The line before may have been cut by an interruption.
    lines = "\n" + "".join(json.dumps(trial(cell, number)) + "\n" for number in numbers)
    with (folder / cell.file_name).open("a", encoding="utf-8") as file:
        file.write(lines)
