"""The laws as an asset with one blocking check per law.

Thin: `expectations` fills and judges `law_results`; here the judgement becomes Dagster's.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from dagster_project.assets.session import SESSION, session_of
from dagster_project.errors import AmorceError
from dagster_project.progress import tell
from dagster_project.published import connect_read_only
from dagster_project.workspace import Workspace
from expectations.gate import run_gate
from expectations.judgement import Judgement, number
from expectations.laws import Law, load_laws

LAW_RESULTS = dg.AssetKey(["marts", "law_results"])
_SHOWN_FAILURES = 10
_SHOWN_COUNTS = 100

_SCHEMA = dg.TableSchema(
    [dg.TableColumn(name) for name in ("source", "period", "expected", "found", "difference", "first keys")]
)
NO_COUNTS = dg.MetadataValue.table([], _SCHEMA)


def build_gate_assets(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """`law_results`, judged after all marts are built."""
    laws = load_laws()

    @dg.multi_asset(
        name="law_results",
        specs=[
            dg.AssetSpec(
                LAW_RESULTS,
                deps=marts,
                group_name="gate",
                kinds={"duckdb", "greatexpectations"},
                description="One row per law, source and period: what was expected and what was found.",
            )
        ],
        check_specs=[
            dg.AssetCheckSpec(_check_name(law), asset=LAW_RESULTS, blocking=True, description=law.sentence)
            for law in laws
        ],
        required_resource_keys={SESSION},
    )
    def law_results(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        session = session_of(context)
        with session.recorder.stage("laws") as of_others:
            tell("laws", "judging the laws", 0, len(laws))
            judgement = run_gate(session.workspace, session.run_id)
            session.staged = judgement.staged
            of_others["copy"] = judgement.seconds["copy"]  # publication's, which is made before law 8 can compare it
            yield dg.MaterializeResult(LAW_RESULTS, metadata={"expectations_run": judgement.expectations_run})
            counts = counts_of_laws(session.workspace)
            for verdict in judgement.verdicts:
                yield dg.AssetCheckResult(
                    asset_key=LAW_RESULTS,
                    check_name=_check_name(verdict.law),
                    passed=verdict.passed,
                    description="\n".join(verdict.messages[:_SHOWN_FAILURES]) or verdict.law.sentence,
                    metadata={"checks": verdict.checks, "counts": counts.get(verdict.law.name, NO_COUNTS)},
                )
            session.warnings.extend(judgement.warnings)
            if not judgement.passed:
                raise broken_laws(judgement)
            tell("laws", f"{len(laws)} laws hold", len(laws), len(laws))

    return law_results


def counts_of_laws(workspace: Workspace) -> dict[str, dg.TableMetadataValue]:
    """What each law expected and found, as `law_results` of the marts just judged hold it: what differs comes first."""
    with connect_read_only(workspace.marts_path) as con:
        rows = con.execute(
            "select law, source, period, expected, found, difference, coalesce(first_keys, '') from marts.law_results "
            "qualify row_number() over (partition by law order by abs(difference) desc, source, period) <= ? "
            "order by law, abs(difference) desc, source, period",
            [_SHOWN_COUNTS],
        ).fetchall()
    records: dict[str, list[dg.TableRecord]] = {}
    for law, source, period, *numbers, first_keys in rows:
        shown = dict(zip(("expected", "found", "difference"), map(number, numbers), strict=True))
        record = dg.TableRecord({"source": source, "period": period, **shown, "first keys": first_keys})
        records.setdefault(law, []).append(record)
    return {law: dg.MetadataValue.table(listed, _SCHEMA) for law, listed in records.items()}


def broken_laws(judgement: Judgement) -> AmorceError:
    """The error that names law, source, expected, found and lost of each failure."""
    messages = judgement.messages
    shown = [f"  {message}" for message in messages[:_SHOWN_FAILURES]]
    if len(messages) > _SHOWN_FAILURES:
        shown.append(f"  … and {len(messages) - _SHOWN_FAILURES} more")
    listed = "\n".join(["A law is broken: nothing is published, the last publication stays.", *shown])
    return AmorceError(listed, "\n    ".join(judgement.hints) or "Run again with --debug.")


def _check_name(law: Law) -> str:
    return f"law_{law.number}_{law.name}"
