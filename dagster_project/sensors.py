"""When Dagster's daemon starts a job by itself: new files in the inbox, the night, the morning's look at the sources.

Holds the sensor and the schedules, and decides nothing about a run.
"""

import hashlib
import time

import dagster as dg

from dagster_project.inputs import changed_inputs, current_inputs
from dagster_project.landing import load_workspace_contracts
from dagster_project.lock import holder
from dagster_project.workspace import Workspace

REST_SECONDS = 30  # a file that is still being copied changes more often than this
_IGNORED_PREFIXES = (".", "~$")


def youngest_file_age(workspace: Workspace, now: float) -> float | None:
    """Seconds since the newest change in the inbox; None when it is empty."""
    changes = [
        path.stat().st_mtime
        for path in workspace.inbox.rglob("*")
        if path.is_file() and not path.name.startswith(_IGNORED_PREFIXES) and path.suffix != ".part"
    ]
    return now - max(changes) if changes else None


def decide(workspace: Workspace, cursor: str | None, now: float) -> dg.RunRequest | dg.SkipReason:
    """Whether to start a run: something changed, files have rested, nobody runs, and this change was not tried yet.

    Args:
        cursor: the inputs for which the last run was started; a run that failed is not started again for the same.
        now: seconds since the epoch.
    """
    age = youngest_file_age(workspace, now)
    if age is None:
        return dg.SkipReason(f"{workspace.inbox} is empty.")
    if age < REST_SECONDS:
        return dg.SkipReason(f"A file changed {max(age, 0):.0f} s ago; files have to rest {REST_SECONDS} s.")
    if holder(workspace.state_dir) is not None:
        return dg.SkipReason("A run is in progress.")
    inputs = current_inputs(workspace, load_workspace_contracts(workspace))
    changed = changed_inputs(workspace, inputs)
    if not changed:
        return dg.SkipReason("Nothing changed since the last publication.")
    if cursor == cursor_of(inputs):
        return dg.SkipReason("A run was already started for these files; see why it did not publish.")
    return dg.RunRequest(tags={"amorce/changed": ", ".join(changed), "amorce/inputs": cursor_of(inputs)})


def cursor_of(inputs: dict[str, str]) -> str:
    """One short text for all inputs."""
    return hashlib.sha256("|".join(f"{name}={value}" for name, value in sorted(inputs.items())).encode()).hexdigest()


def build_inbox_sensor(job_name: str) -> dg.SensorDefinition:
    """Starts the job when the inbox, a contract or a setting changed and the files have rested."""

    @dg.sensor(
        name="inbox",
        job_name=job_name,
        minimum_interval_seconds=REST_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Starts a run when the inbox changed and its files have rested {REST_SECONDS} s.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        decision = decide(Workspace.find(), context.cursor, time.time())
        if isinstance(decision, dg.RunRequest):
            context.update_cursor(decision.tags["amorce/inputs"])
        return decision

    return inbox


def build_nightly_schedule(job_name: str, time_zone: str) -> dg.ScheduleDefinition:
    """Runs the job every night at two; stopped until somebody starts it."""
    return dg.ScheduleDefinition(
        name="nightly",
        job_name=job_name,
        cron_schedule="0 2 * * *",
        execution_timezone=time_zone,
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Every night at two o'clock, local time.",
    )


def build_freshness_schedule(job_name: str, time_zone: str) -> dg.ScheduleDefinition:
    """Looks every morning at eight how old the sources are; it only warns, so it runs from the start."""
    return dg.ScheduleDefinition(
        name="freshness",
        job_name=job_name,
        cron_schedule="0 8 * * *",
        execution_timezone=time_zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Every morning at eight o'clock, local time.",
    )
