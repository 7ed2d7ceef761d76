"""`python -m benchmarks [landing] [--rows N] [--pairs N]`: run a benchmark and print its table as Markdown."""

import argparse

from benchmarks import landing


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["landing"], default="landing")
    parser.add_argument(
        "--rows", type=int, default=2_000_000, help="outflows in the CSV file (default 2,000,000: 140 MB)"
    )
    parser.add_argument("--pairs", type=int, default=5, help="how often each way runs, in turn (default 5)")
    arguments = parser.parse_args()
    print(landing.compare(arguments.rows, arguments.pairs))


if __name__ == "__main__":
    main()
