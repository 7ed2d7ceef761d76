"""How large a simulated market is and which systems it exports.

Holds the named scales. No randomness and no files.
"""

from dataclasses import dataclass
from datetime import date

from dagster_project.errors import UsageError

MARKET_END = date(2025, 6, 30)
SYSTEMS = (
    "hubspot",
    "brevo",
    "mailchimp",
    "phone",
    "letters",
    "forms",
    "shop",
    "helpdesk",
    "finance",
    "subscriptions",
    "market",
)
ALL_SYSTEMS = frozenset(SYSTEMS)
FEW_SYSTEMS = frozenset({"hubspot_people", "brevo", "forms", "shop"})
OUTFLOWS_PER_CONTACT = 20


@dataclass(frozen=True)
class Scale:
    """The size of a market.

    `contacts` are split evenly over `shards`, which are drawn, written and forgotten one after the other: memory
    depends on `contacts / shards` only. `people_snapshots` counts the exports of contacts and companies.
    `has_mishaps` adds the malformed rows and the corrections; `engagement_share` is the share of e-mails opened;
    `email_share` the share of a region's contacts that one campaign reaches, `letter_share` that of the members of
    companies who get a letter in a week of a series; `is_terse` shortens names and addresses, and leaves e-mails
    without a level of targeting.
    """

    name: str
    start: date
    contacts: int
    shards: int
    systems: frozenset[str]
    people_snapshots: int
    engagement_share: float
    has_mishaps: bool = True
    email_share: float = 0.20
    letter_share: float = 0.07
    is_terse: bool = False

    @property
    def contacts_per_shard(self) -> int:
        """Contacts of one shard."""
        return self.contacts // self.shards

    def exports(self, system: str) -> bool:
        """Whether this market writes the files of `system`; `hubspot_people` leaves the deals out."""
        return system in self.systems or (system == "hubspot_people" and "hubspot" in self.systems)


SCALES = {
    "tiny": Scale("tiny", date(2024, 1, 1), 100, 1, ALL_SYSTEMS, 3, 0.2),
    "demo": Scale("demo", date(2022, 1, 1), 1_430, 1, ALL_SYSTEMS, 4, 0.15, letter_share=0.16),
    "medium": Scale("medium", date(2022, 1, 1), 100_000, 10, ALL_SYSTEMS, 4, 0.2, email_share=0.23),
    "large": Scale("large", date(2022, 1, 1), 1_000_000, 100, FEW_SYSTEMS, 1, 0.0, email_share=0.28, is_terse=True),
}


def scale_of(value: str | int) -> Scale:
    """The scale of that name, or one with about `value` outflows.

    Raises:
        UsageError: neither a known name nor a positive whole number.
    """
    if isinstance(value, str) and value in SCALES:
        return SCALES[value]
    try:
        outflows = int(value)
    except ValueError:
        outflows = 0
    if outflows <= 0:
        raise UsageError(
            f"Unknown scale {value!r}.", f"Use one of {', '.join(SCALES)}, or a positive number of outflows."
        )
    contacts = max(outflows // OUTFLOWS_PER_CONTACT, 60)
    shards = max(contacts // 10_000, 1)
    return Scale(str(outflows), date(2022, 1, 1), contacts, shards, ALL_SYSTEMS, 4, 0.2)
