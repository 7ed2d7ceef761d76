"""What the exports say, record by record: the facts from which the truth about the marts is derived.

Writers of exports report each record here as they write it, with the identifiers that it names. Holds no rule of
identity, of versions or of origins: those stand in `identity` and `origins`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from dagster_project.simulation.clock import Integers
from dagster_project.simulation.market import Flags
from dagster_project.simulation.names import FREE_MAIL

NOBODY = -1


@dataclass(slots=True)
class SeenReturn:
    """One version of a return. `persons` are identifier codes in order of precedence, `account` one that it names.

    `coming` is the index of the world's return; `instant` UTC microseconds; `deal` the id of the deal it became.
    """

    source: str
    return_id: str
    kind: str
    instant: int
    persons: tuple[int, ...]
    account: int
    referrer: int
    deal: str
    coming: int


@dataclass(slots=True)
class SeenLine:
    """One version of an order line; `amount` in cents of the reporting currency, negative for refunds."""

    instant: int
    persons: tuple[int, ...]
    is_refund: bool
    amount: int
    coming: int


@dataclass(slots=True)
class SeenDeal:
    """One version of a deal: its parties and, if won, when."""

    contact: int
    account: int
    won_at: int | None


@dataclass
class SeenOutflows:
    """Outflows as recorded, one per element; `person` and `account` are codes or −1, `instant` the latest possible."""

    channel: str
    person: Integers
    account: Integers
    instant: Integers
    is_received: Flags
    is_marketing: Flags
    has_campaign: Flags
    true_person: Integers
    true_account: Integers


@dataclass
class Recorded:
    """The facts of one shard's records."""

    codes: dict[tuple[str, str], int] = field(default_factory=dict)
    account_codes: dict[tuple[str, str], int] = field(default_factory=dict)
    domain_of: dict[int, int] = field(default_factory=dict)  # e-mail code → code of its domain, if it names an account
    id_codes: set[int] = field(default_factory=set)
    person_rows: dict[tuple[int, ...], None] = field(default_factory=dict)
    merges: dict[tuple[int, int], None] = field(default_factory=dict)
    account_rows: dict[tuple[int, int], None] = field(default_factory=dict)
    contact_accounts: dict[int, tuple[date, int]] = field(default_factory=dict)  # contact id → export, account named
    returns: dict[tuple[str, str], tuple[date, SeenReturn]] = field(default_factory=dict)
    keyless: dict[str, tuple[SeenReturn, Counter[str]]] = field(default_factory=dict)
    lines: dict[tuple[str, str], tuple[date, SeenLine]] = field(default_factory=dict)
    deals: dict[str, tuple[date, SeenDeal]] = field(default_factory=dict)
    outflows: list[SeenOutflows] = field(default_factory=list)

    def contact_id(self, system: str, text: str) -> int:
        """Code of a person's id in a system."""
        code = self._code(("contact_id:" + system, text))
        self.id_codes.add(code)
        return code

    def email(self, address: str) -> int:
        """Code of an e-mail address."""
        code = self._code(("email", address.lower()))
        domain = address.lower().rpartition("@")[2]
        if code not in self.domain_of and domain not in FREE_MAIL:
            self.domain_of[code] = self.domain(domain)
        return code

    def phone_name(self, phone: str, name: str) -> int:
        """Code of a number together with a name; both as plain text in one form."""
        return self._code(("phone_name", f"{phone}|{name}"))

    def domain(self, name: str) -> int:
        """Code of a company's domain."""
        return self.account_codes.setdefault(("domain", name), len(self.account_codes))

    def account_id(self, system: str, text: str) -> int:
        """Code of a company's id in a system."""
        return self.account_codes.setdefault(("account_id:" + system, text), len(self.account_codes))

    def saw_person(self, persons: tuple[int, ...]) -> None:
        """A record names these identifiers of one person."""
        if len(persons) > 1:
            self.person_rows[persons] = None

    def saw_return(self, key: str, exported: date, seen: SeenReturn) -> None:
        """A version of a return with a natural key; the newest export holds."""
        self.saw_person(seen.persons)
        known = self.returns.get((seen.source, key))
        if known is None or exported >= known[0]:
            self.returns[(seen.source, key)] = (exported, seen)

    def saw_keyless_return(self, content: str, path: str, seen: SeenReturn) -> None:
        """A return without a key: as often in one file as facts there are, again in another file a duplicate."""
        self.saw_person(seen.persons)
        self.keyless.setdefault(content, (seen, Counter()))[1][path] += 1

    def saw_line(self, key: tuple[str, str], exported: date, seen: SeenLine) -> None:
        """A version of an order line; the newest export holds."""
        self.saw_person(seen.persons)
        known = self.lines.get(key)
        if known is None or exported >= known[0]:
            self.lines[key] = (exported, seen)

    def saw_deal(self, number: str, exported: date, seen: SeenDeal) -> None:
        """A version of a deal; the newest export holds."""
        known = self.deals.get(number)
        if known is None or exported >= known[0]:
            self.deals[number] = (exported, seen)

    def saw_contact_account(self, contact: int, exported: date, account: int) -> None:
        """A version of a contact's record that names its account."""
        known = self.contact_accounts.get(contact)
        if known is None or exported >= known[0]:
            self.contact_accounts[contact] = (exported, account)

    def _code(self, key: tuple[str, str]) -> int:
        return self.codes.setdefault(key, len(self.codes))


def nobody(size: int) -> Integers:
    """An array of −1."""
    return np.full(size, NOBODY, dtype=np.int64)
