"""The published marts as an asset."""

import dagster as dg

from dagster_project.assets.gate import LAW_RESULTS
from dagster_project.assets.report import PUBLISHED_REPORT
from dagster_project.assets.session import SESSION, session_of
from dagster_project.errors import AmorceError
from dagster_project.increment import note_build, open_builds
from dagster_project.inputs import PublicationNote, write_note
from dagster_project.progress import tell
from dagster_project.publication.publish import switch

PUBLISHED_MARTS = dg.AssetKey(["published", "marts"])


@dg.asset(
    key=PUBLISHED_MARTS,
    deps=[LAW_RESULTS, PUBLISHED_REPORT],
    group_name="publication",
    kinds={"duckdb"},
    required_resource_keys={SESSION},
    description="What readers open: the judged copy of the marts, switched in under its stable name.",
)
def published_marts(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Switch the judged copy in, and note what it was made from as the very last act."""
    session = session_of(context)
    with session.recorder.stage("publication"):
        tell("publication", "publishing")
        if session.staged is None:
            raise AmorceError("There is no judged copy to publish.", "Run the whole job: the laws come first.")
        path = switch(session.staged)
        if session.plan is not None:
            with open_builds(session.workspace) as con:
                note_build(con, session.plan)
        write_note(
            session.workspace,
            PublicationNote.of(session.run_id, path, session.inputs, list(dict.fromkeys(session.warnings))),
        )
        session.published = True
        tell("publication", str(path), 1, 1)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(path)), "run_id": session.run_id})
