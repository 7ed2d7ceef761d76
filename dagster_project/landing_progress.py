"""What landing tells: which file is read, how fast, and what came of the inbox.

Holds the wording of landing's events. Must not import Dagster.
"""

from dagster_project.landing import LandingReport
from dagster_project.progress import tell


class LandingProgress:
    """Follows one landing of the inbox."""

    def observe(self, event: object) -> None:
        """Tell what is being landed."""
        tell("landing", str(event))

    def finish(self, report: LandingReport) -> None:
        """Tell what came of the inbox."""
        tell("landing", str(report))
