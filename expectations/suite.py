"""The Great Expectations suite over `law_results`, and its validation without a file left behind.

Holds the expectation classes and the run of the suite. Must not compare counts: that is the laws' SQL.
Great Expectations takes seconds to import; this module is imported late and only by the gate.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Read when Great Expectations is imported: without it each run would call home.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
from great_expectations.expectations import UnexpectedRowsExpectation

from dagster_project.confinement import confine
from expectations.dialect import engine_arguments, engine_url
from expectations.laws import Law
from expectations.outcome import Outcome


class ExpectLawToBeChecked(UnexpectedRowsExpectation):  # type: ignore[misc]
    """The law left rows in `law_results`: a law that was never checked has not been kept."""

    law: str

    @classmethod
    def of(cls, law: Law) -> ExpectLawToBeChecked:
        """The expectation that `law` was checked for at least one source."""
        return cls(
            law=law.name,
            description=f"Law {law.number} ({law.name}) was checked.",
            unexpected_rows_query=(
                f"select law from (select '{law.name}' as law, count(*) as checks from {{batch}} "
                f"where law = '{law.name}') as counted where checks = 0"
            ),
        )


class ExpectLawToHold(UnexpectedRowsExpectation):  # type: ignore[misc]
    """The law differs for no source and no period. A missing number differs."""

    law: str

    @classmethod
    def of(cls, law: Law) -> ExpectLawToHold:
        """The expectation that `law` holds, described by its own sentence."""
        return cls(
            law=law.name,
            description=law.sentence,
            unexpected_rows_query=(
                "select law, source, period, difference from {batch} "
                f"where law = '{law.name}' "
                "and (difference is null or difference <> 0 or difference <> expected - found)"
            ),
        )


EXPECTATIONS = (ExpectLawToBeChecked, ExpectLawToHold)


def validate(database: Path, laws: Sequence[Law]) -> list[Outcome]:
    """Let Great Expectations check `laws` against `law_results` of the DuckDB file `database`.

    The context lives in memory, results are booleans: nothing of the data is written anywhere.
    Returns one outcome per expectation that ran, whatever it said; raises what Great Expectations raises where the
    database cannot be reached at all.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        confine(connection, [])
        return _validate(connection, database.stem, laws)


def _validate(connection: duckdb.DuckDBPyConnection, catalog: str, laws: Sequence[Law]) -> list[Outcome]:
    # Stores in memory and no site for Data Docs: they would put values unescaped into HTML.
    stores = InMemoryStoreBackendDefaults()
    context = gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    source = context.data_sources.add_sql(
        "staged_publication",
        connection_string=engine_url(),
        create_temp_table=False,
        kwargs=engine_arguments(connection),
    )
    # Named in full: a file called marts.duckdb holds a schema of the same name, and two parts would be ambiguous.
    asset = source.add_query_asset("law_results", query=f'select * from "{catalog}".main.law_results')
    suite = gx.ExpectationSuite("laws", expectations=[kind.of(law) for law in laws for kind in EXPECTATIONS])
    definition = gx.ValidationDefinition(
        name="laws", data=asset.add_batch_definition_whole_table("all"), suite=context.suites.add(suite)
    )
    result = context.validation_definitions.add(definition).run(result_format={"result_format": "BOOLEAN_ONLY"})
    return [_outcome(entry) for entry in result.results]


def _outcome(entry: Any) -> Outcome:
    config = entry.expectation_config
    return Outcome(
        law=str(config.kwargs.get("law")),
        expectation=config.type,
        success=bool(entry.success),
        error=_raised(entry.exception_info),
    )


def _raised(information: dict[str, Any] | None) -> str | None:
    """The head of the exception behind a result, if there was one.

    Great Expectations gives either one description or one per metric.
    """
    if not information:
        return None
    descriptions = [information] if "raised_exception" in information else list(information.values())
    for description in descriptions:
        if description.get("raised_exception"):
            return str(description.get("exception_message") or "unknown").splitlines()[0][:200]
    return None
