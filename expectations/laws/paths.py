"""The paths of attribution, summed once for all laws on credit.

Holds what must be worded anew for each set of rule models: a workspace may add one of its own. Judges nothing.
"""

from __future__ import annotations

import duckdb

from expectations.laws.declaration import read_sql


def take_paths(con: duckdb.DuckDBPyConnection) -> None:
    """Sum the paths of `attribution_touchpoints` (`witness_paths`) and hold them against the conversions.

    Args:
        con: the marts attached as `marts`; the macros and tables of `witnesses/tables.sql` exist.
    """
    described = con.execute("select column_name from (describe marts.attribution_touchpoints)").fetchall()
    credited = [name for (name,) in described if name.startswith("credit_")]
    revenues = [name for (name,) in described if name.startswith("revenue_")]
    words = {
        "credits_are_one": " and ".join(f"{name} is not distinct from 1" for name in credited),
        "revenues_are_equal": " and ".join(f"{name} is not distinct from {revenues[0]}" for name in revenues),
        "revenue": revenues[0],
    }
    con.execute(read_sql("witnesses/conversions.sql"))
    con.execute(read_sql("witnesses/paths.sql", words))
    con.execute(read_sql("witnesses/rule_models.sql"))
