"""The count of one feed of one file: every record in exactly one place.

Holds numbers and the lines that a person reads of them.
"""

from dataclasses import dataclass, field


@dataclass
class FeedCounts:
    """Where the records of one feed went.

    `landed_rows` = `landed_records` + `expanded`; records = landed + rejected + not selected + footer + blank.
    """

    landed_rows: int
    landed_records: int
    rejected: int = 0
    not_selected: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)
    blocking: dict[str, int] = field(default_factory=dict)

    @property
    def expanded(self) -> int:
        """Rows beyond one for each record."""
        return self.landed_rows - self.landed_records
