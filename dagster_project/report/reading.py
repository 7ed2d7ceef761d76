"""Rows of a query as dictionaries. Holds nothing else."""

from collections.abc import Sequence
from typing import Any

import duckdb


def read(con: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query, each as column → value."""
    cursor = con.execute(query, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
