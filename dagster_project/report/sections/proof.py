"""What was proven before publication, and what the run was made from."""

import duckdb

from dagster_project.report.reading import read
from dagster_project.report.section import Section
from dagster_project.report.tables import Column, make_table, plain

_LAWS = """
select law_number, law, count(*), cast(count(case when difference <> 0 then 1 end) as bigint)
from marts.law_results
group by law_number, law
order by law_number, law
"""
_ACCEPTED = """
select source, period, first_keys
from marts.law_results
where law = 'returns_silence' and expected > 0
order by source, period
"""


def build(con: duckdb.DuckDBPyConnection) -> Section:
    """The section on `law_results` and `run_info`."""
    laws = con.execute(_LAWS).fetchall()
    checks, broken = sum(row[2] for row in laws), sum(row[3] for row in laws)
    facts = [[plain(name), value] for row in read(con, "select * from marts.run_info") for name, value in row.items()]
    accepted = [list(row) for row in con.execute(_ACCEPTED).fetchall()]
    verdict = "all of them hold" if not broken else f"{broken:,} of them do not"
    return Section(
        "proof",
        "Can these figures be trusted?",
        lead=[
            f"Before they were published, {checks:,} checks of {len(laws)} laws compared what came in with what is "
            f"shown here: {verdict}. Had one failed, nothing would have been published."
        ],
        tables=[
            make_table(
                "Laws",
                [Column("law", "count"), Column("name"), Column("checks", "count"), Column("differ", "count")],
                [[number, plain(law), checked, differ] for number, law, checked, differ in laws],
            ),
            *(
                [make_table("Accepted silences", [Column("source"), Column("accepted"), Column("silence")], accepted)]
                if accepted
                else []
            ),
            make_table("This run", [Column("fact"), Column("value")], facts),
        ],
    )
