"""The ways of landing CSV files that `benchmarks.landing` compares.

Run as `python -m benchmarks.landing_ways WAY CSV DIR`; prints one JSON line: seconds and CPU seconds of the work alone,
peak memory in MB, rows. The work is done on a thousand lines first, so that nobody's time holds the import of modules,
however late they are imported. CSV may be a folder of files for the way `amorce`.
"""

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

_WARMING_LINES = 1001


def amorce(source: Path, target: Path) -> Callable[[], int]:
    from dagster_project.landing import land, load_workspace_contracts
    from dagster_project.workspace import Workspace, init_workspace

    init_workspace(target)
    (target / "inbox" / "brevo").mkdir(parents=True)
    if source.is_dir():
        for file in source.iterdir():
            os.link(file, target / "inbox" / "brevo" / file.name)
    else:
        os.link(source, target / "inbox" / "brevo" / "brevo-logs-2025-06-30.csv")
    workspace = Workspace.load(target)
    contracts = load_workspace_contracts(workspace)
    return lambda: land(workspace, contracts).rows


def dlt_arrow(source: Path, target: Path) -> Callable[[], int]:
    """A resource of one's own around pyarrow's reader: the fastest that was found."""

    def tables() -> Iterator[object]:
        import pyarrow
        from pyarrow import csv

        for batch in csv.open_csv(source, read_options=csv.ReadOptions(block_size=8 << 20)):
            yield pyarrow.Table.from_batches([batch])

    return _dlt(target, tables)


def dlt_reader(source: Path, target: Path) -> Callable[[], int]:
    """dlt's own reader of CSV files into Arrow, with batches twenty times as large as it takes by itself."""

    def files() -> object:
        from dlt.sources.filesystem import readers

        listed = readers(bucket_url=source.parent.as_uri(), file_glob=source.name)
        return listed.read_csv_duckdb(use_pyarrow=True, chunk_size=100_000)

    return _dlt(target, files)


def _dlt(target: Path, data: Callable[[], object]) -> Callable[[], int]:
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(target)
    target.mkdir(parents=True)
    import dlt

    def work() -> int:
        pipeline = dlt.pipeline(
            "bench",
            destination=dlt.destinations.duckdb(str(target / "dlt.duckdb")),
            dataset_name="landing",
            pipelines_dir=str(target / "pipelines"),
        )
        pipeline.run(data(), table_name="outflows")
        with pipeline.sql_client() as client:
            return int(client.execute_sql("select count(*) from outflows")[0][0])

    return work


def duckdb_bare(source: Path, target: Path) -> Callable[[], int]:
    """Into a table of a file."""
    import duckdb

    target.mkdir(parents=True)
    con = duckdb.connect(str(target / "bare.duckdb"))

    def work() -> int:
        con.execute(f"create table outflows as {_SELECT}", [str(source)])
        con.execute("checkpoint")
        row = con.execute("select count(*) from outflows").fetchone()
        return int(row[0]) if row else 0

    return work


def duckdb_copy(source: Path, target: Path) -> Callable[[], int]:
    """Into a Parquet file."""
    import duckdb

    target.mkdir(parents=True)
    con = duckdb.connect()

    def work() -> int:
        statement = f"copy ({_SELECT}) to '{target / 'bare.parquet'}' (format parquet, compression lz4_raw)"
        row = con.execute(statement, [str(source)]).fetchone()
        return int(row[0]) if row else 0

    return work


_NAMES = ["st_text", "ts", "sub", "frm", "email", "tag", "mid", "link"]
_COLUMNS = ", ".join(f"'{name}': 'varchar'" for name in _NAMES)
_SELECT = (
    "select * exclude (ts), strptime(ts, '%d-%m-%Y %H:%M:%S') as ts "
    f"from read_csv(?, header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{_COLUMNS}}})"
)
_WAYS = {
    "amorce": amorce,
    "dlt_arrow": dlt_arrow,
    "dlt_reader": dlt_reader,
    "duckdb_bare": duckdb_bare,
    "duckdb_copy": duckdb_copy,
}


def main() -> None:
    name, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(target, ignore_errors=True)
    _warm(name, source, target)
    work = _WAYS[name](source, target)
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    rows = work()
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    shutil.rmtree(target, ignore_errors=True)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": after.ru_maxrss / 1000, "rows": rows}))


def _warm(name: str, source: Path, target: Path) -> None:
    first = next(source.iterdir()) if source.is_dir() else source
    folder = target.with_name(target.name + "-warm")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with first.open(encoding="utf-8") as file:
        (folder / "few.csv").write_text("".join(islice(file, _WARMING_LINES)), encoding="utf-8")
    _WAYS[name](folder / "few.csv", folder / "work")()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
