"""Landing one large CSV: Amorce against dlt into DuckDB and bare DuckDB, in turn, on the same file; or many small ones.

Each run is a process of its own that reports the seconds of its work without imports, and its peak memory.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

WAYS = {
    "amorce": "Amorce: witness, hashed personal data, typed Parquet, side file, record",
    "dlt_arrow": "dlt, a resource around pyarrow's CSV reader, into DuckDB",
    "dlt_reader": "dlt, its own `read_csv_duckdb` with Arrow, into DuckDB",
    "duckdb_bare": "DuckDB, bare read_csv with casts into a table of a file",
    "duckdb_copy": "DuckDB, bare copy with casts into Parquet",
}


def write_outflows(path: Path, rows: int, seed: int = 1) -> None:
    """Write `rows` outflows of 100,000 people in the shape of a Brevo log, about 70 bytes each."""
    random = np.random.default_rng(seed)
    start = np.datetime64("2022-01-01T00:00:00")
    with path.open("w", encoding="utf-8") as file:
        file.write("st_text,ts,sub,frm,email,tag,mid,link\n")
        for first in range(0, rows, 100_000):
            count = min(100_000, rows - first)
            people = random.integers(0, 100_000, count)
            seconds = random.integers(0, 3 * 365 * 86_400, count).astype("timedelta64[s]")
            moments = (start + seconds).astype("datetime64[s]").tolist()
            file.writelines(
                f"sent,{moment:%d-%m-%Y %H:%M:%S},Offer {row % 500},a@b.fr,"
                f"p{who}@s{who % 9000}.fr,c{row % 300},m{row:09d},NA\n"
                for row, (who, moment) in enumerate(zip(people.tolist(), moments, strict=True), start=first)
            )


def compare(rows: int, pairs: int) -> str:
    """Return a Markdown table: median seconds, peak MB, and the ratio to Amorce pair by pair."""
    with tempfile.TemporaryDirectory(prefix="amorce-bench-") as folder:
        source = Path(folder) / "outflows.csv"
        write_outflows(source, rows)
        size = source.stat().st_size / 1e6
        results: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for number in range(pairs + 1):
            for way in WAYS:
                result = _run(way, source, Path(folder) / f"{way}-{number}")
                if number:  # the first round warms the file cache
                    results[way].append(result)
    lines = [
        f"{rows:,} outflows, {size:.0f} MB of CSV, {pairs} rounds in turn.",
        "",
        "| way | median s | median CPU s | peak MB | seconds ÷ Amorce's (median of pairs, min–max) |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for way, label in WAYS.items():
        seconds = statistics.median(result["seconds"] for result in results[way])
        cpu_seconds = statistics.median(result["cpu_seconds"] for result in results[way])
        memory = max(result["peak_mb"] for result in results[way])
        ratios = [one["seconds"] / other["seconds"] for one, other in zip(results[way], results["amorce"], strict=True)]
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        lines.append(f"| {label} | {seconds:.2f} | {cpu_seconds:.2f} | {memory:.0f} | {spread} |")
    return "\n".join(lines)


def land_many(files: int, rows: int) -> str:
    """Return a line: seconds and CPU seconds of landing many small files into a new workspace."""
    with tempfile.TemporaryDirectory(prefix="amorce-bench-") as folder:
        source = Path(folder) / "exports"
        source.mkdir()
        for number in range(files):
            day = np.datetime64("2020-01-01") + number
            write_outflows(source / f"brevo-logs-{day}.csv", rows, seed=number)
        result = _run("amorce", source, Path(folder) / "workspace")
    return (
        f"{files:,} files of {rows:,} outflows: {result['seconds']:.1f} s, {result['cpu_seconds']:.1f} CPU s, "
        f"{result['peak_mb']:.0f} MB."
    )


def _run(way: str, source: Path, target: Path) -> dict[str, float]:
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.landing_ways", way, str(source), str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(f"{way} failed:\n{finished.stderr[-2000:]}")
    result: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return result
