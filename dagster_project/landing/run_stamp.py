"""What a run says of itself in the marts: its name, the version of Amorce, the moment that counts as now."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RunStamp:
    """What a run says of itself in the marts.

    `as_of` is naive UTC; None = the latest moment that the deliveries tell of (`latest_moment`).
    """

    run_id: str
    version: str
    as_of: datetime | None = None
