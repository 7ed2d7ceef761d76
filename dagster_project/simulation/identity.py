"""Who is who on recorded identifiers: persons and accounts by union-find, apart from any SQL.

Rules: identifiers of one record are one person's; merges join ids; an identifier named together with more than five
otherwise distinct persons (told apart by ids and merges) joins nobody. Companies are joined by records that hold both
id and domain. Knows nothing of returns.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.clock import Integers
from dagster_project.simulation.recorded import NOBODY, Recorded

SHARED_LIMIT = 5


class UnionFind:
    """Disjoint sets of 0 … size − 1; the smallest member stands for its set."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """The smallest member of the item's set."""
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        first, second = self.find(one), self.find(other)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def roots(self) -> Integers:
        """The root of every item."""
        return np.array([self.find(item) for item in range(len(self._parent))], dtype=np.int64)


@dataclass
class Identity:
    """`person` and `account` give each code its cluster; `account_of` the account of each person's cluster or −1."""

    person: Integers
    account: Integers
    account_of: Integers
    ignored: frozenset[int]
    domain_of: dict[int, int]

    def party(self, persons: tuple[int, ...], account: int) -> tuple[int, int]:
        """Person and account (−1 if none) of a record that names these identifiers and this account."""
        person = NOBODY
        if persons:
            # A shared identifier is somebody only where nothing else names the person.
            chosen = next((code for code in persons if code not in self.ignored), persons[0])
            person = int(self.person[chosen])
        return person, self._account(person, persons, account)

    def _account(self, person: int, persons: tuple[int, ...], account: int) -> int:
        if account != NOBODY:
            return int(self.account[account])
        if person != NOBODY and self.account_of[person] != NOBODY:
            return int(self.account_of[person])
        domains = [self.domain_of[code] for code in persons if code in self.domain_of]
        return int(self.account[domains[0]]) if domains else NOBODY


def resolve(recorded: Recorded) -> Identity:
    """Find the persons and accounts of all that was recorded in a shard."""
    ignored = _shared_identifiers(recorded)
    persons = UnionFind(len(recorded.codes))
    for old, new in recorded.merges:
        persons.join(old, new)
    for row in recorded.person_rows:
        own = [code for code in row if code not in ignored]
        for code in own[1:]:
            persons.join(own[0], code)
    accounts = UnionFind(len(recorded.account_codes))
    for account, domain in recorded.account_rows:
        accounts.join(account, domain)
    person, account_roots = persons.roots(), accounts.roots()
    return Identity(person, account_roots, _accounts_of(recorded, person, account_roots), ignored, recorded.domain_of)


def _shared_identifiers(recorded: Recorded) -> frozenset[int]:
    by_id = UnionFind(len(recorded.codes))
    for old, new in recorded.merges:
        by_id.join(old, new)
    ids = recorded.id_codes
    for row in recorded.person_rows:
        own = [code for code in row if code in ids]
        for code in own[1:]:
            by_id.join(own[0], code)
    named: dict[int, set[int]] = defaultdict(set)
    for row in recorded.person_rows:
        things = {by_id.find(code) for code in row if code in ids}
        for code in row:
            if code not in ids:
                named[code] |= things
    others: dict[int, set[int]] = defaultdict(set)
    for row in recorded.person_rows:
        weak = [code for code in row if code not in ids]
        for code in weak:
            for other in weak:
                if other != code:
                    others[code].add(min(named[other]) if named[other] else other)
    return frozenset(code for code in named if len(named[code] | others[code]) > SHARED_LIMIT)


def _accounts_of(recorded: Recorded, person: Integers, account: Integers) -> Integers:
    """A person's account: what the newest record of a contact names, else the company domain of an address."""
    chosen = np.full(len(person), NOBODY, dtype=np.int64)
    for email, domain in recorded.domain_of.items():
        root, company = person[email], account[domain]
        chosen[root] = company if chosen[root] == NOBODY else min(int(chosen[root]), int(company))
    newest = sorted(recorded.contact_accounts.items(), key=lambda item: (item[1][0], item[0]))
    for contact, (_, company) in newest:
        chosen[person[contact]] = account[company]
    return chosen
