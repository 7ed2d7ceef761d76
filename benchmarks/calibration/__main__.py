"""`python -m benchmarks.calibration`: run what is missing of the grid, then write the table into docs/priming.md."""

import argparse
import os
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # the processes share the cores; must be set before NumPy is imported

from benchmarks.calibration.run import run_cells  # noqa: E402
from benchmarks.calibration.table import all_tables, write_into  # noqa: E402
from benchmarks.calibration.trials import effect_cells, null_cells  # noqa: E402

_DOCS = Path(__file__).parents[2] / "docs" / "priming.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.calibration", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".calibration"), help="where results are kept")
    parser.add_argument("--null-seeds", type=int, default=400, help="trials per null family (default 400)")
    parser.add_argument("--effect-seeds", type=int, default=100, help="trials per cell of an effect (default 100)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="only cells whose name contains this")
    parser.add_argument("--write", action="store_true", help="write the table into docs/priming.md")
    arguments = parser.parse_args()
    nulls = [cell for cell in null_cells() if arguments.only in cell.name]
    effects = [cell for cell in effect_cells() if arguments.only in cell.name]
    run_cells(nulls, arguments.null_seeds, arguments.folder, arguments.processes)
    run_cells(effects, arguments.effect_seeds, arguments.folder, arguments.processes)
    text = all_tables(arguments.folder)
    if arguments.write:
        write_into(_DOCS, text)
    print(text)


if __name__ == "__main__":
    main()
