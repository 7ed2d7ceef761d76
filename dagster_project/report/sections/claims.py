"""The claims of the books beside what these data say."""

import duckdb

from dagster_project.report.reading import read
from dagster_project.report.section import Card, Section
from dagster_project.report.tables import Column, make_table
from dagster_project.statistics.words import VERDICTS, measured, said, tally


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `claims`."""
    claims = read(con, "select * from marts.claims order by position")
    columns = [Column("claim"), Column("books say"), Column("your data say"), Column("verdict"), Column("measured on")]
    rows = [
        [claim["statement"], said(claim), measured(claim), VERDICTS[claim["verdict"]], claim["mart"]]
        for claim in claims
    ]
    cards = [
        Card(
            statement=claim["statement"],
            verdict=claim["verdict"],
            verdict_words=VERDICTS[claim["verdict"]],
            benchmark=said(claim),
            measured=measured(claim),
            reason=claim["reason"],
        )
        for claim in claims
    ]
    return Section(
        "claims",
        "What the books say, and what your data say",
        lead=[tally([claim["verdict"] for claim in claims])],
        cards=cards,
        tables=[make_table("Claims", columns, rows)],
        notes=[
            "A claim holds only if the whole 95 % interval of your data lies in the range that its words allow; too "
            "few data never confirm it."
        ],
    )
