"""The report of a workspace, rewritten from what it has published.

Holds the way from a workspace to its report. Must not hold what the report shows (`write.py`).
"""

from pathlib import Path

from dagster_project.errors import UsageError
from dagster_project.published import published_by_this_version
from dagster_project.report.write import write_report
from dagster_project.workspace import Workspace


def rewrite_report(workspace: Workspace) -> Path:
    """Write `published/report.html` from the published marts; returns its path.

    Raises:
        UsageError: nothing has been published yet.
        AmorceError: the marts were published by a version that lacks what the report shows.
    """
    marts = workspace.published_marts_path
    if not marts.is_file():
        raise UsageError(f"{workspace.root} has published nothing yet.", "Run it first: `amorce run`.")
    with published_by_this_version("the report"):
        return write_report(marts, workspace.published_report_path, workspace.settings.name, workspace.state_dir)
