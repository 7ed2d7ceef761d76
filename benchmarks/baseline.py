"""What runs are compared with, each as `python -m benchmarks.baseline WAY EXPORTS DIR`, printing one JSON line.

    by_hand      the core tables by a hand-written script (`baseline.sql`), and a copy of the file
    bare_read    reading every CSV file into a table of text, nothing else

Holds the two ways; what they cost is measured by whoever calls. A statement's seconds go to `statements`.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path

import duckdb

_MODELS = ("first", "last", "linear", "position_based", "time_decay")
_SUMS = ", ".join(f"sum({model}) as {model}, sum({model} * revenue) as revenue_{model}" for model in _MODELS)
_SHOP_COLUMNS = ", ".join(f"'column{number:02d}'" for number in range(12))
_FREE_MAIL = Path(__file__).parents[1] / "seeds" / "reference" / "free_mail_domains.csv"


def by_hand(exports: Path, target: Path) -> dict[str, float]:
    """Run `baseline.sql` into `target/by_hand.duckdb` and copy that file; returns seconds per table."""
    script = Path(__file__).with_name("baseline.sql").read_text(encoding="utf-8")
    values = {"exports": exports, "free_mail": _FREE_MAIL, "shop_columns": _SHOP_COLUMNS, "sums": _SUMS}
    for name, value in values.items():
        script = script.replace(f"{{{name}}}", str(value))
    seconds: dict[str, float] = {}
    con = _connect(target / "by_hand.duckdb")
    for statement in con.extract_statements(script):
        began = time.perf_counter()
        con.execute(statement)
        seconds[statement.query.split("create table ")[1].split()[0]] = round(time.perf_counter() - began, 2)
    con.close()
    shutil.copyfile(target / "by_hand.duckdb", target / "copy.duckdb")
    return seconds


def bare_read(exports: Path, target: Path) -> dict[str, float]:
    """Load every CSV file as text into a table of its folder's name."""
    con = _connect(target / "bare_read.duckdb")
    for folder in sorted(path for path in exports.iterdir() if path.is_dir() and path.name != "truth"):
        for number, pattern in enumerate(_patterns(folder)):
            encoding = "latin-1" if folder.name == "shop" else "utf-8"
            con.execute(
                f"create table {folder.name}_{number} as select * from read_csv(?, all_varchar = true, header = true, "
                "ignore_errors = true, encoding = ?)",
                [str(folder / pattern), encoding],
            )
    con.close()
    return {}


def _patterns(folder: Path) -> list[str]:
    """One pattern per kind of file: the name without its date."""
    return sorted({f"{path.stem[:-10]}[0-9]*.csv" for path in folder.glob("*.csv")})


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute("set preserve_insertion_order = false")
    con.execute(f"set memory_limit = '{os.environ.get('AMORCE_MEMORY_LIMIT', '4GB')}'")
    return con


def main() -> None:
    way, exports, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    statements = {"by_hand": by_hand, "bare_read": bare_read}[way](exports, target)
    print(json.dumps({"statements": statements}))


if __name__ == "__main__":
    main()
