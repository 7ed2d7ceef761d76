"""The refusal of a run that has nothing to build from.

Holds what it tells. Nothing may be guessed where no delivery is in force: not even the moment that counts as now.
"""

from dagster_project.errors import AmorceError
from dagster_project.workspace import Workspace

from .report import LandingReport
from .sightings import Sightings
from .withdrawal import withdrawn_deliveries

_SHOWN = 5


def require_a_delivery(workspace: Workspace, report: LandingReport) -> None:
    """Refuse to go on where no delivery is in force, neither of this landing nor of one before.

    Args:
        workspace: whose landing it is.
        report: of the landing just made; its files that were not read are named.

    Raises:
        AmorceError: nothing has ever landed, or all that has is withdrawn.
    """
    delivered = {sighting.delivery_id for sighting in Sightings(workspace.landing_dir).all.values()}
    if delivered - withdrawn_deliveries(workspace.landing_dir):
        return
    told = [problem.message.replace("\n", " ") for problem in (*report.unreadable, *report.unknown)]
    told += [f"{name}: it changed while it was read; the next run takes it." for name in report.waiting]
    if len(told) > _SHOWN:
        told = [*told[:_SHOWN], f"and {len(told) - _SHOWN:,} more files"]
    if delivered:
        message = "Every delivery that has landed is withdrawn: there is nothing to build, what is published stays."
        hint = "Put another export into the inbox and run again."
    else:
        message = "No file of the inbox has landed: there is nothing to build."
        hint = "`amorce contract list` shows which files are known, `amorce contract check` what a file lacks."
    raise AmorceError("\n  ".join([message, *told]), hint)
