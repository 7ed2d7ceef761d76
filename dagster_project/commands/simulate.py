"""`amorce simulate`: exports of a simulated market with known truth."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DESCRIPTION = (
    "Write the exports of a simulated market, in the formats of real tools, and truth.json with the cause of every\n"
    "return. The same scale and seed give the same bytes."
)
EXAMPLES = (
    "  amorce simulate market                       the size of the sample exports\n"
    "  amorce simulate market --scale 20000000      about 20 million outflows\n"
    "  amorce simulate market --scale tiny --seed 3\n"
    "  amorce simulate market --scenario companion  another world; --list-scenarios names them all"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write; must be empty or new")
    parser.add_argument("--scale", default="demo", help="tiny, demo, medium, large, or a number of outflows")
    parser.add_argument("--scenario", default="everyday", help="which world (default: everyday, the sample exports)")
    parser.add_argument("--list-scenarios", action=_ListScenarios, nargs=0, help="name and describe the worlds")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another market (default: 7)")


def execute(arguments: argparse.Namespace) -> int:
    """Write the exports and say how many."""
    from dagster_project.console import shown_progress
    from dagster_project.progress import tell
    from dagster_project.simulation import simulate

    with shown_progress():
        report = simulate(
            arguments.folder,
            arguments.scale,
            arguments.seed,
            on_event=lambda event: tell("exports", str(event)),
            scenario=arguments.scenario,
        )
    print(
        f"{report.outflows:,} outflows and {report.returns:,} returns in {report.files} files "
        f"({report.size_bytes / 1e6:,.1f} MB, {report.seconds:.1f} s): {arguments.folder}"
    )
    return 0


class _ListScenarios(argparse.Action):
    """Prints the worlds and ends, as `--help` does: no folder is needed for it."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        from dagster_project.simulation.scenarios import SCENARIOS

        width = max(len(name) for name in SCENARIOS)
        for name, scenario in SCENARIOS.items():
            print(f"{name:<{width}}  {scenario.description}")
        parser.exit()
