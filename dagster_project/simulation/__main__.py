"""`python -m dagster_project.simulation DIR --scale tiny --seed 1`: the simulator without a workspace.

Holds argument parsing only.
"""

import argparse
import sys
from pathlib import Path

from dagster_project.errors import AmorceError
from dagster_project.simulation.scales import SCALES
from dagster_project.simulation.scenarios import SCENARIOS
from dagster_project.simulation.simulate import simulate


def main() -> int:
    """Write the exports; 0 when done, 2 when the arguments make no sense."""
    parser = argparse.ArgumentParser(description="Exports from a simulated market whose truth is known.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--scale", default="demo", help=f"{', '.join(SCALES)} or a number of outflows")
    parser.add_argument("--scenario", default="everyday", help=f"one of {', '.join(SCENARIOS)}")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    try:
        report = simulate(arguments.directory, arguments.scale, arguments.seed, print, arguments.scenario)
    except AmorceError as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"{report.outflows} outflows, {report.returns} counted returns, {report.files} files, "
        f"{report.size_bytes / 1e6:.1f} MB in {report.seconds:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
