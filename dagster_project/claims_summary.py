"""The claims at the end of a run, in plain words.

Holds the query on published marts and the rendering as text. Must not judge: it shows what `claims` says.
"""

import textwrap
from pathlib import Path
from typing import Any

from dagster_project.published import connect_read_only
from dagster_project.statistics.words import VERDICTS, measured, said, tally

_WIDTH = 100
_INDENT = " " * 4


def read_claims(marts: Path) -> list[dict[str, Any]]:
    """The rows of `claims` in published marts, in the order in which they are told."""
    with connect_read_only(marts) as connection:
        cursor = connection.execute("select * from marts.claims order by position")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def render_claims(claims: list[dict[str, Any]]) -> str:
    """Each claim with its verdict, what was measured and why."""
    lines = ["What the books say, and what these data say", tally([claim["verdict"] for claim in claims])]
    for claim in claims:
        lines.append(f"  {VERDICTS[claim['verdict']].upper()}: {claim['statement']}")
        figures = "" if claim["measured"] is None else f"Books: {said(claim)}. Here: {measured(claim)}. "
        lines += textwrap.wrap(
            figures + claim["reason"], _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT, break_long_words=False
        )
    return "\n".join(lines)
