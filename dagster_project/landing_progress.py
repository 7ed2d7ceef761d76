"""What landing tells: which file is read, how fast, and what came of the inbox.

Holds the wording of landing's events. Must not import Dagster.
"""

from dagster_project.landing import LandingEvent, LandingReport
from dagster_project.progress import tell

_WORTH_TELLING_SECONDS = 0.5


class LandingProgress:
    """Follows one landing of the inbox.

    Args:
        files: how many files lie in the inbox; those seen before pass without an event.
    """

    def __init__(self, files: int) -> None:
        self._files = files
        self._begun: set[str] = set()

    def observe(self, event: LandingEvent) -> None:
        """Tell that a file is being landed, and how fast where that takes a while."""
        if event.file in self._begun and event.seconds < _WORTH_TELLING_SECONDS:
            return
        self._begun.add(event.file)
        tell("landing", str(event), len(self._begun), max(self._files, len(self._begun)))

    def finish(self, report: LandingReport) -> None:
        """Tell what came of the inbox."""
        tell("landing", str(report), self._files, self._files)
