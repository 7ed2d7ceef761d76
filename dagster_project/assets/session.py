"""The session of a run: one workspace, locked from the first asset to the last, whoever started the job.

Holds the resource. The in-process executor opens a resource once per run and closes it when the run ends, failed or
not; so the lock is held over the whole job and no longer, in the command line as in Dagster's UI or daemon. With an
executor of one process per step it would be taken and given back between steps: the job fixes its executor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, cast

import dagster as dg

from dagster_project import __version__
from dagster_project.dbt_worker import DbtWorker, dbt_worker
from dagster_project.increment import BuildPlan
from dagster_project.inputs import current_inputs
from dagster_project.landing import RunStamp, load_workspace_contracts
from dagster_project.landing.contract import Contract
from dagster_project.lock import hold
from dagster_project.publication.publish import StagedPublication
from dagster_project.run_record import RunRecorder, new_run_id
from dagster_project.workspace import Workspace

SESSION = "session"


@dataclass
class RunSession:
    """What the assets of one run share."""

    workspace: Workspace
    contracts: dict[str, Contract]
    run_id: str
    is_full_refresh: bool
    recorder: RunRecorder
    inputs: dict[str, str]
    """Fingerprints taken before anything was read: a file that changes later makes the next run run."""
    dbt: DbtWorker
    warnings: list[str] = field(default_factory=list)
    plan: BuildPlan | None = None
    """How the models were built, once they are."""
    staged: StagedPublication | None = None
    """The judged copy, between the laws and the publication."""
    published: bool = False

    def run_stamp(self) -> RunStamp:
        """What this run says of itself in the marts."""
        as_of = self.workspace.settings.as_of
        return RunStamp(
            run_id=self.run_id,
            version=__version__,
            as_of=as_of.astimezone(UTC).replace(tzinfo=None) if as_of is not None else None,
        )


@dg.resource(
    config_schema={
        "command": dg.Field(str, default_value="Dagster", description="Named to those who find the workspace busy."),
        "as_of": dg.Field(str, default_value="", description="Take this moment for now; empty: the latest export's."),
        "full_refresh": dg.Field(bool, default_value=False, description="Build every model anew."),
        "wait_seconds": dg.Field(float, default_value=0.0, description="How long to wait for another run."),
    },
    description="The locked workspace of this run.",
)
def run_session(context: dg.InitResourceContext) -> Iterator[RunSession]:
    """Open the workspace and hold it until the run ends.

    Raises:
        WorkspaceBusy: another run holds it.
        UsageError: settings or contracts are wrong.
    """
    config: dict[str, Any] = context.resource_config
    workspace = with_as_of(Workspace.find(), config["as_of"])
    with hold(workspace.state_dir, config["command"], config["wait_seconds"]):
        workspace.prepare()
        contracts = dict(load_workspace_contracts(workspace))
        run_id = new_run_id(context.run_id or "")
        recorder = RunRecorder(workspace.state_dir, run_id, config["command"])
        inputs = current_inputs(workspace, contracts)
        with dbt_worker(workspace) as worker:
            session = RunSession(workspace, contracts, run_id, config["full_refresh"], recorder, inputs, worker)
            try:
                yield session
            finally:
                recorder.close(session.published)


def with_as_of(workspace: Workspace, as_of: str) -> Workspace:
    """The workspace with `as_of` in place of the setting, unless it is empty."""
    return Workspace(workspace.root, workspace.settings.with_as_of(as_of)) if as_of else workspace


def session_of(context: dg.AssetExecutionContext) -> RunSession:
    """The session of the run that executes this asset."""
    return cast(RunSession, context.resources.session)
