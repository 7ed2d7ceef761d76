"""The dbt models as assets.

Holds the assets over the live dbt project and the resource that starts dbt. Must not hold how dbt is called in general
(`dbt_command.py`).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import dagster as dg
import orjson
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliInvocation, DbtCliResource, dbt_assets
from packaging.version import Version, parse

from dagster_project.assets.session import SESSION, RunSession, session_of
from dagster_project.dbt_command import DBT_PROGRAM, environment_of_dbt, variable_arguments
from dagster_project.dbt_progress import DbtProgress
from dagster_project.increment import BuildPlan, open_builds, plan_build
from dagster_project.progress import tell
from dagster_project.resources import dbt_project_dir
from dagster_project.workspace import LAST_RUN_LOG
from expectations.gate import warm

# A run repeats no dbt test: the laws judge the whole chain, grains included. `amorce dbt test` runs them.
_WITHOUT_TESTS = ("--exclude", "resource_type:test resource_type:unit_test")


class QuickDbtCli(DbtCliResource):  # type: ignore[misc]
    """dagster-dbt's resource without its two detours.

    It asks `dbt --version` in a subprocess and builds a dbt adapter in this process, only to count rows; together they
    take longer than all models. The version is in the package's metadata, and nothing here counts rows that way.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return parse(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: object) -> None:
        return None


def quick_dbt() -> QuickDbtCli:
    """dbt of this Python environment (whatever else is on PATH), ended with the run that started it."""
    program, *flags = DBT_PROGRAM
    return QuickDbtCli(
        project_dir=str(dbt_project_dir()), dbt_executable=program, global_config_flags=[*flags, "--no-use-colors"]
    )


class _Translator(DagsterDbtTranslator):  # type: ignore[misc]
    """Groups models by layer; tests are no asset checks, since a run does not execute them."""

    def __init__(self) -> None:
        super().__init__(
            settings=DagsterDbtTranslatorSettings(enable_asset_checks=False, enable_source_tests_as_checks=False)
        )

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        folders = dbt_resource_props["fqn"][1:-1]
        return str(folders[0]) if folders else "seeds"


def build_dbt_assets(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """All models and seeds of the manifest, as one step of the job."""

    @dbt_assets(  # type: ignore[untyped-decorator]
        manifest=manifest,
        name="models",
        dagster_dbt_translator=_Translator(),
        required_resource_keys={SESSION},
    )
    def models(context: dg.AssetExecutionContext) -> Iterator[Any]:
        session = session_of(context)
        with session.recorder.stage("models"):
            warm()  # Great Expectations is imported while dbt, a process of its own, keeps this one waiting
            progress = DbtProgress()
            plan = _plan(context, session)
            invocation = _invoke(context, manifest, session, plan)
            for event in invocation.stream_raw_events():
                progress.observe(event.raw_event)
                yield from event.to_default_asset_events(
                    manifest=invocation.manifest,
                    dagster_dbt_translator=invocation.dagster_dbt_translator,
                    context=invocation.context,
                    target_path=invocation.target_path,
                )
            progress.raise_if_failed(invocation.process.wait(), session.workspace.logs_dir / LAST_RUN_LOG)
            session.plan = None if context.is_subset else plan

    return cast(dg.AssetsDefinition, models)


def _plan(context: dg.AssetExecutionContext, session: RunSession) -> BuildPlan:
    """Decide what is built anew, and say why."""
    refused = "only some models are asked for" if context.is_subset else None
    with open_builds(session.workspace) as con:
        asked = "it was asked for" if session.is_full_refresh else refused
        plan = plan_build(con, session.workspace, session.inputs, asked)
    tell("models", plan.sentence)
    context.log.info(plan.sentence)
    return plan


def _invoke(
    context: dg.AssetExecutionContext, manifest: Mapping[str, Any], session: RunSession, plan: BuildPlan
) -> DbtCliInvocation:
    """Start dbt: the waiting worker for all models; for some of them dagster-dbt, which knows how to select."""
    workspace = session.workspace
    arguments = ["build", *_WITHOUT_TESTS, *(["--full-refresh"] if session.is_full_refresh else [])]
    if context.is_subset:
        with environment_of_dbt(workspace):
            return quick_dbt().cli(
                [*arguments, *variable_arguments(workspace.settings)],
                context=context,
                target_path=workspace.target_dir,
                raise_on_error=False,
            )
    return DbtCliInvocation(
        process=session.dbt.build(arguments, is_increment=plan.is_increment),
        manifest=manifest,
        dagster_dbt_translator=_Translator(),
        project_dir=dbt_project_dir(),
        target_path=workspace.target_dir,
        raise_on_error=False,
        cli_version=parse(version("dbt-core")),
        context=context,
    )


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest as dagster-dbt wants it."""
    manifest: dict[str, Any] = orjson.loads(path.read_bytes())
    return manifest


def source_keys(manifest: Mapping[str, Any], schema: str) -> list[dg.AssetKey]:
    """The asset keys of the tables that dbt reads from `schema`."""
    sources = manifest["sources"].values()
    return sorted(
        (dg.AssetKey([source["source_name"], source["name"]]) for source in sources if source["schema"] == schema),
        key=lambda key: tuple(key.path),
    )


def marts_keys(models: dg.AssetsDefinition) -> list[dg.AssetKey]:
    """The asset keys of the marts."""
    return sorted((key for key in models.keys if key.path[0] == "marts"), key=lambda key: tuple(key.path))
