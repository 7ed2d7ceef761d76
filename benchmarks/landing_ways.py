"""The ways of landing one CSV that `benchmarks.landing` compares.

Run as `python -m benchmarks.landing_ways WAY CSV DIR`; prints one JSON line:
seconds of the work alone (imports excluded), peak memory in MB, rows.
"""

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path


def amorce(source: Path, target: Path) -> Callable[[], int]:
    from dagster_project.landing import land, load_workspace_contracts
    from dagster_project.workspace import Workspace, init_workspace

    init_workspace(target)
    (target / "inbox" / "brevo").mkdir(parents=True)
    os.link(source, target / "inbox" / "brevo" / "brevo-logs-2025-06-30.csv")
    workspace = Workspace.load(target)
    contracts = load_workspace_contracts(workspace)
    return lambda: land(workspace, contracts).rows


def dlt_arrow(source: Path, target: Path) -> Callable[[], int]:
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(target)
    target.mkdir(parents=True)
    import dlt
    import pyarrow
    from pyarrow import csv

    @dlt.resource(name="outflows")
    def outflows():
        for batch in csv.open_csv(source, read_options=csv.ReadOptions(block_size=8 << 20)):
            yield pyarrow.Table.from_batches([batch])

    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(str(target / "dlt.duckdb")),
        dataset_name="landing",
        pipelines_dir=str(target / "pipelines"),
    )

    def work() -> int:
        pipeline.run(outflows())
        with pipeline.sql_client() as client:
            return int(client.execute_sql("select count(*) from outflows")[0][0])

    return work


def duckdb_bare(source: Path, target: Path) -> Callable[[], int]:
    import duckdb

    target.mkdir(parents=True)
    con = duckdb.connect(str(target / "bare.duckdb"))
    names = ["st_text", "ts", "sub", "frm", "email", "tag", "mid", "link"]
    columns = ", ".join(f"'{name}': 'varchar'" for name in names)

    def work() -> int:
        con.execute(
            "create table outflows as select * exclude (ts), strptime(ts, '%d-%m-%Y %H:%M:%S') as ts "
            f"from read_csv(?, header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{columns}}})",
            [str(source)],
        )
        con.execute("checkpoint")
        row = con.execute("select count(*) from outflows").fetchone()
        return int(row[0]) if row else 0

    return work


def main() -> None:
    way, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(target, ignore_errors=True)
    work = {"amorce": amorce, "dlt_arrow": dlt_arrow, "duckdb_bare": duckdb_bare}[way](source, target)
    started = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    shutil.rmtree(target, ignore_errors=True)
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "rows": rows}))


if __name__ == "__main__":
    main()
