"""What is worked out of customers in Python, table by table, on one connection.

Thin: each table has a store of its own. Must come after `priming_lags`, which makes `fitted_parameters`.
"""

from dagster_project.buying_store import write_buying
from dagster_project.look_alikes_store import write_look_alikes
from dagster_project.onboarding_roi_store import write_onboarding_roi
from dagster_project.service_store import write_service
from dagster_project.tables import marts_being_built
from dagster_project.workspace import Workspace


def write_customers(workspace: Workspace) -> None:
    """Look-alikes, onboarding, service and buying, from the models just built into the marts being built.

    Raises:
        AmorceError: the files cannot be opened, or a table that is read is missing.
    """
    margin_share = workspace.settings.margin_share
    with marts_being_built(workspace, "What is known of customers cannot be worked out") as con:
        write_look_alikes(con, margin_share)
        write_onboarding_roi(con, margin_share)
        write_service(con)
        write_buying(con)
