"""`python -m benchmarks [landing|runs|causes|segments] …`: run a benchmark and print its table as Markdown."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import causes, landing, runs, segments


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["landing", "runs", "causes", "segments"], default="landing")
    parser.add_argument(
        "--rows", type=int, default=2_000_000, help="landing: outflows in the CSV file (default 2,000,000: 140 MB)"
    )
    parser.add_argument("--files", type=int, default=0, help="landing: many files of --rows each instead, Amorce only")
    parser.add_argument("--pairs", type=int, default=5, help="landing: how often each way runs, in turn (default 5)")
    parser.add_argument(
        "--scale",
        choices=["tiny", "demo", "medium", "large"],
        default="medium",
        help="runs: medium or large, 2 or 20 million outflows; causes: tiny or demo",
    )
    parser.add_argument("--world", action="append", help="causes: a simulated world; default: those of the guide")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "amorce-bench",
        help="runs: where exports are simulated once and kept (large: 2.3 GB, and 12 GB while it runs)",
    )
    parser.add_argument("--regions", type=int, default=195, help="segments: regions beside four channels (default 195)")
    parser.add_argument("--memory-limit", default="", help="runs: of each DuckDB, such as 1GB (default: Amorce's)")
    arguments = parser.parse_args()
    if arguments.what == "landing" and arguments.files:
        print(landing.land_many(arguments.files, arguments.rows))
    elif arguments.what == "landing":
        print(landing.compare(arguments.rows, arguments.pairs))
    elif arguments.what == "causes":
        worlds = arguments.world or causes.WORLDS
        print(causes.table(causes.measure_worlds(worlds, arguments.scale, arguments.folder)))
    elif arguments.what == "segments":
        print(segments.measure_segments(arguments.regions, weeks=260))
    else:
        print(runs.table(runs.measure_runs(arguments.scale, arguments.folder, arguments.memory_limit)))


if __name__ == "__main__":
    main()
