"""The summary at the end of a run: returns per source and origin, what left on the way, and whether it balances.

Holds the queries on published marts and their rendering as text. Must not compute a balance of its own: it shows what
`return_ledger` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dagster_project.console import format_table
from dagster_project.published import connect_read_only, published_by_this_version

ORIGINS = ("direct", "same_account", "referral", "beyond_window", "untargeted", "anonymous")
LEFT = (
    "rejected",
    "not_selected",
    "superseded",
    "duplicates",
    "quarantined",
    "gathered",
    "refunds",
    "erased",
    "withdrawn",
)
_SHOWN_WARNINGS, _SHOWN_REASONS = 8, 5
LEDGER_COLUMNS = ("delivered", "expanded", *LEFT, "counted", *ORIGINS, "difference")


@dataclass(frozen=True)
class Summary:
    """What the last publication counts; `sources` has one entry per return source, with the ledger's columns."""

    run_id: str
    as_of: str
    marts: str
    sources: dict[str, dict[str, int]]
    rejected: list[dict[str, object]]
    quarantined: list[dict[str, object]]

    @property
    def total(self) -> dict[str, int]:
        """The ledger's columns, summed over the sources."""
        return {name: sum(source[name] for source in self.sources.values()) for name in LEDGER_COLUMNS}


def read_summary(marts: Path) -> Summary:
    """Read the summary from published marts.

    Raises:
        AmorceError: another version of Amorce published them, without a table or a column that is read.
    """
    sums = ", ".join(f"cast(coalesce(sum({name}), 0) as bigint) as {name}" for name in LEDGER_COLUMNS)
    with published_by_this_version("the summary"), connect_read_only(marts) as connection:
        ledger = connection.execute(
            f"select source, {sums} from marts.return_ledger group by source order by counted desc, source"
        ).fetchall()
        rejected = connection.execute(
            "select contract, column_name, reason, count(*) from marts.rejected_records "
            "group by 1, 2, 3 order by 4 desc, 1, 2, 3"
        ).fetchall()
        quarantined = connection.execute(
            "select contract, entity, reason, quarantined from marts.quarantine_ledger order by 4 desc, 1, 2, 3"
        ).fetchall()
        run = connection.execute("select run_id, cast(as_of as varchar) from marts.run_info limit 1").fetchone()
    run_id, as_of = run if run else ("", "")
    return Summary(
        run_id=str(run_id),
        as_of=str(as_of),
        marts=str(marts),
        sources={row[0]: dict(zip(LEDGER_COLUMNS, row[1:], strict=True)) for row in ledger},
        rejected=[dict(zip(("contract", "column", "reason", "records"), row, strict=True)) for row in rejected],
        quarantined=[dict(zip(("contract", "entity", "reason", "rows"), row, strict=True)) for row in quarantined],
    )


def render(summary: Summary, warnings: Sequence[str] = ()) -> str:
    """The summary as text, with the warnings of the run."""
    parts = [
        f"Run {summary.run_id}, as of {summary.as_of} UTC",
        "",
        "Returns counted, by source and origin",
        _origin_table(summary),
        "",
        "From what was delivered to what is counted",
        _ledger_table(summary),
        "",
        balance_sentence(summary),
        _rejected_sentence(summary),
        *quarantine_lines(summary),
        *_warning_lines(warnings),
        f"Published marts: {summary.marts}",
        '  amorce sql "select source, origin, count(*) from fct_returns group by all"',
    ]
    return "\n".join(parts)


def balance_sentence(summary: Summary) -> str:
    """Whether every delivered record of a return is accounted for."""
    total = summary.total
    if any(source["difference"] for source in summary.sources.values()):
        lost = {name: source["difference"] for name, source in summary.sources.items() if source["difference"]}
        listed = ", ".join(f"{name} {difference:+,}" for name, difference in lost.items())
        return f"It does not balance: {listed}."
    left = sum(total[name] for name in LEFT)
    return (
        f"It balances: {total['delivered']:,} records delivered + {total['expanded']:,} expanded "
        f"− {left:,} accounted for as left = {total['counted']:,} returns counted; difference 0."
    )


def _origin_table(summary: Summary) -> str:
    names = ("counted", *ORIGINS)
    rows = [[source, *(figures[name] for name in names)] for source, figures in summary.sources.items()]
    rows.append(["all sources", *(summary.total[name] for name in names)])
    return format_table(["source", *(name.replace("_", " ") for name in names)], rows)


def _ledger_table(summary: Summary) -> str:
    """Only the ways of leaving that occurred."""
    total = summary.total
    names = ["delivered", *(name for name in ("expanded", *LEFT) if total[name]), "counted", "difference"]
    rows = [[source, *(figures[name] for name in names)] for source, figures in summary.sources.items()]
    rows.append(["all sources", *(total[name] for name in names)])
    return format_table(["source", *(name.replace("_", " ") for name in names)], rows)


def _warning_lines(warnings: Sequence[str]) -> list[str]:
    if not warnings:
        return []
    shown = [f"  {text}".replace("\n", "\n    ") for text in warnings[:_SHOWN_WARNINGS]]
    if len(warnings) > _SHOWN_WARNINGS:
        shown.append(f"  … and {len(warnings) - _SHOWN_WARNINGS} more: `amorce status --json`")
    return [f"{len(warnings)} warning{'' if len(warnings) == 1 else 's'}", *shown]


def _rejected_sentence(summary: Summary) -> str:
    if not summary.rejected:
        return "No record was rejected."
    count = sum(int(str(entry["records"])) for entry in summary.rejected)
    shown = [
        f"  {entry['records']} × {entry['contract']}"
        + (f", column {entry['column']}" if entry["column"] else "")
        + f": {entry['reason']}"
        for entry in summary.rejected[:_SHOWN_REASONS]
    ]
    if len(summary.rejected) > _SHOWN_REASONS:
        shown.append('  … all of them: amorce sql "from rejected_records"')
    return "\n".join([f"{count:,} records were rejected:", *shown])


def quarantine_lines(summary: Summary) -> list[str]:
    """The rows that make no sense, by contract and reason; no line where there is none."""
    if not summary.quarantined:
        return []
    count = sum(int(str(entry["rows"])) for entry in summary.quarantined)
    shown = [
        f"  {entry['rows']} × {entry['contract']}, {entry['entity']}: {entry['reason']}"
        for entry in summary.quarantined[:_SHOWN_REASONS]
    ]
    if len(summary.quarantined) > _SHOWN_REASONS:
        shown.append('  … all of them: amorce sql "from quarantine_ledger"')
    return [f"{count:,} rows make no sense and are quarantined:", *shown]
