"""The process in which dbt runs: dbt's own command line, ended when the run that started it ends.

Holds the entry point `python -m dagster_project.dbt_process ARGS`. Must not hold what dbt is asked to do.

Without the watch, a killed run would leave a dbt behind that goes on writing the warehouse while nobody holds the
workspace's lock.
"""

import os
import threading
import time

_POLL_SECONDS = 0.3


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os._exit(1)


def main() -> None:
    """Run dbt's command line on the arguments of this process."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    from dbt.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
