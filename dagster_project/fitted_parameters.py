"""The table `fitted_parameters`: made with what the priming lags are made of, then filled model by model.

Holds its columns and its writing. Must not fit.
"""

from collections.abc import Mapping, Sequence

import duckdb

from dagster_project.statistics.intervals import Estimate
from dagster_project.tables import NUMBER, rounded, write_table

_TABLE = "marts.fitted_parameters"
_GRAIN = "One row per model, segment and parameter that was fitted."
_COLUMNS = {
    "model": (
        "varchar not null",
        "priming_lags: share of the returns by lag of 0 to 26 weeks; persistence: returns per 1,000 outflows by age of "
        "the spell; shifted_beta_geometric: who stays after sign-up; bg_nbd, nbd: who buys again; gamma_gamma: for "
        "how much.",
    ),
    "segment_type": ("varchar not null", "As in the table of the model."),
    "segment": ("varchar not null", "As in the table of the model."),
    "parameter": (
        "varchar not null",
        "kernel_00 to kernel_26: the share after so many weeks; weeks_01_to_04 …: of the spell; others by the "
        "letters of the model.",
    ),
    "value": (NUMBER, "The likeliest value."),
    "low": (NUMBER, "Lower 90 % limit."),
    "high": (NUMBER, "Upper 90 % limit; null where the data give none, as where all customers may be alike."),
    "n": ("bigint not null", "Weeks, or customers, that it was fitted on."),
}


def write_parameters(con: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[object]]) -> None:
    """Create the table anew with these rows, in the order of its columns."""
    write_table(con, _TABLE, _GRAIN, _COLUMNS, rows)


def forget_models(con: duckdb.DuckDBPyConnection, *models: str) -> None:
    """Take out what earlier fits of these models wrote."""
    con.executemany(f"delete from {_TABLE} where model = ?", [[model] for model in models])


def add_model(
    con: duckdb.DuckDBPyConnection, model: str, segment: tuple[str, str], found: Mapping[str, Estimate], fitted_on: int
) -> None:
    """Add the parameters of one model on one segment.

    Args:
        con: open, with the catalog `marts`.
        model: its word in the table.
        segment: the segment's type and name.
        found: value and limits by parameter.
        fitted_on: how many weeks or customers it was fitted on.
    """
    for parameter, each in found.items():
        limits = [rounded(value) for value in (each.value, each.low, each.high)]
        con.execute(
            f"insert into {_TABLE} values (?, ?, ?, ?, ?, ?, ?, ?)", [model, *segment, parameter, *limits, fitted_on]
        )
