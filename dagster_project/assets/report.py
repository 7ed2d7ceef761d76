"""The report as an asset, between the laws and the publication.

Thin: `report/` writes it from the judged copy; the publication switches both in together.
"""

import dagster as dg

from dagster_project.assets.gate import LAW_RESULTS
from dagster_project.assets.session import SESSION, session_of
from dagster_project.errors import AmorceError
from dagster_project.progress import tell
from dagster_project.report.write import write_report

PUBLISHED_REPORT = dg.AssetKey(["published", "report"])


@dg.asset(
    key=PUBLISHED_REPORT,
    deps=[LAW_RESULTS],
    group_name="publication",
    kinds={"html"},
    required_resource_keys={SESSION},
    description="The report that a person opens: claims, balance, origins, curves, attribution, in one HTML file.",
)
def staged_report(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Write the report on the judged copy, beside it."""
    session = session_of(context)
    with session.recorder.stage("report"):
        tell("publication", "writing the report")
        if session.staged is None:
            raise AmorceError("There is no judged copy to report on.", "Run the whole job: the laws come first.")
        workspace = session.workspace
        path = write_report(
            session.staged.path, session.staged.report_path, workspace.settings.name, workspace.state_dir
        )
    return dg.MaterializeResult(metadata={"bytes": path.stat().st_size})
