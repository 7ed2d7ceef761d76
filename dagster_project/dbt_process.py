"""The process in which dbt runs, ended when the run that started it ends.

Holds the entry point `python -m dagster_project.dbt_process`: with arguments it is dbt's own command line; with
`--serve` it parses the project at once, then waits to be told what to build. Must not hold what dbt is asked to do.

Without the watch, a killed run would leave a dbt behind that goes on writing the warehouse while nobody holds the
workspace's lock.
"""

import json
import os
import sys
import threading
import time
from typing import NoReturn

SERVE = "--serve"
PARSED = "dbt_process_parsed"
_POLL_SECONDS = 0.3


def main() -> None:
    """Run dbt's command line on the arguments of this process, or serve one build."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    if sys.argv[1:2] == [SERVE]:
        _serve()
    from dbt.cli.main import cli

    cli()


def _serve() -> NoReturn:
    """Two lines on standard input, each a JSON list of arguments: how to parse, then what to build.

    Between them a line with the key `dbt_process_parsed` says whether parsing succeeded. The build uses the parsed
    project as it stands in memory, so that neither importing dbt nor parsing delays the first model.
    """
    from dbt.cli.main import dbtRunner

    parsing = dbtRunner().invoke(_next_arguments())
    if parsing.exception is not None:
        print(f"{type(parsing.exception).__name__}: {parsing.exception}")
    print(json.dumps({PARSED: parsing.success}), flush=True)
    if not parsing.success:
        sys.exit(2)
    building = dbtRunner(manifest=parsing.result).invoke(_next_arguments())
    if building.exception is not None:
        print(f"{type(building.exception).__name__}: {building.exception}", flush=True)
        sys.exit(2)
    sys.exit(0 if building.success else 1)


def _next_arguments() -> list[str]:
    line = sys.stdin.readline()
    if not line:  # the run ended before it came to this
        sys.exit(0)
    arguments: list[str] = json.loads(line)
    return arguments


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
