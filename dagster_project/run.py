"""What `amorce run` does: nothing when nothing is new, otherwise Dagster's job in this process.

Holds the decision, the lock and the call of the job. Dagster is imported only once there is something to do. Must not
hold the steps themselves (`assets/`) nor how they are shown (`console.py`).
"""

import os
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from dagster_project.console import shown_progress
from dagster_project.dagster_server import prepare_dagster_home
from dagster_project.dbt_command import prepared_manifest
from dagster_project.dbt_worker import dbt_worker
from dagster_project.errors import AmorceError, UsageError
from dagster_project.inputs import PublicationNote, changed_inputs, current_inputs, read_note
from dagster_project.landing import load_workspace_contracts
from dagster_project.lock import hold
from dagster_project.progress import tell
from dagster_project.workspace import LAST_RUN_LOG, WORKSPACE_VARIABLE, Workspace

_ASSETS: Final = [
    f"dagster_project.{module}"
    for module in ("assets.dbt", "assets.gate", "assets.landing", "assets.report", "assets.statistics", "sensors")
]
"""What `definitions` imports, which itself has to wait for dbt's manifest."""


@dataclass(frozen=True)
class RunRequest:
    """How a run was asked for."""

    command: str = "amorce run"
    as_of: str = ""
    is_full_refresh: bool = False
    wait_seconds: float = 0.0


def nothing_new(workspace: Workspace, request: RunRequest) -> PublicationNote | None:
    """The last publication when it is still up to date, else None.

    Raises:
        UsageError: settings or contracts are wrong, or nothing has ever come in.
    """
    if request.as_of:
        workspace = Workspace(workspace.root, workspace.settings.with_as_of(request.as_of))
    contracts = load_workspace_contracts(workspace)
    _refuse_empty(workspace)
    inputs = current_inputs(workspace, contracts)
    if request.is_full_refresh or changed_inputs(workspace, inputs):
        return None
    return read_note(workspace)


def run(workspace: Workspace, request: RunRequest) -> PublicationNote:
    """Land, build, prove and publish.

    Returns:
        The note of the publication.

    Raises:
        AmorceError: a file could not be read, a model failed or a law is broken; nothing was published.
        WorkspaceBusy: another run holds the workspace.
    """
    with hold(workspace.state_dir, request.command, request.wait_seconds):
        prepare_dagster_home(workspace)
        log_path = workspace.logs_dir / LAST_RUN_LOG
        log_path.unlink(missing_ok=True)
        with shown_progress(log_path):
            _execute(workspace, request)
    note = read_note(workspace)
    if note is None:
        raise AmorceError("The run ended without a publication.", f"Read {log_path}.")
    return note


def _execute(workspace: Workspace, request: RunRequest) -> None:
    tell("start", "reading models, loading Dagster")
    os.environ[WORKSPACE_VARIABLE] = os.fspath(workspace.root)
    os.environ["DAGSTER_HOME"] = os.fspath(workspace.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with dbt_worker(workspace) as worker:  # parses the models while this process imports Dagster
        from dagster import DagsterExecutionInterruptedError

        instance = _dagster_instance(workspace)
        for module in _ASSETS:
            import_module(module)
        prepared_manifest(workspace, worker.wait_until_parsed)
        from dagster_project import definitions

        job = definitions.defs.resolve_job_def(definitions.JOB)
        try:
            job.execute_in_process(instance=instance, run_config=_run_config(request), raise_on_error=True)
        except DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None


def _dagster_instance(workspace: Workspace) -> Any:
    """The workspace's Dagster instance, without capturing output: this process shows progress of its own."""
    from dagster import DagsterInstance
    from dagster._core.instance.ref import InstanceRef

    no_capture = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
    reference = InstanceRef.from_dir(os.fspath(workspace.dagster_home), overrides={"compute_logs": no_capture})
    return DagsterInstance.from_ref(reference)


def _run_config(request: RunRequest) -> dict[str, Any]:
    session = {
        "command": request.command,
        "as_of": request.as_of,
        "full_refresh": request.is_full_refresh,
        "wait_seconds": request.wait_seconds,
    }
    return {
        "loggers": {"console": {"config": {"log_level": "INFO"}}},
        "resources": {"session": {"config": session}},
    }


def _refuse_empty(workspace: Workspace) -> None:
    has_landed = (workspace.landing_dir / "manifest.json").is_file()
    if not has_landed and not any(path.is_file() for path in workspace.inbox.rglob("*")):
        raise UsageError(
            f"The inbox {workspace.inbox} is empty and nothing has landed before.",
            "Put exports into it; `amorce contract list` shows which files are known.",
        )
