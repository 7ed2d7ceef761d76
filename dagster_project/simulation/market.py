"""The people and companies of one shard of the market, as they truly are.

Holds who exists and which addresses, numbers and ids belong to whom. No outflows, no returns, no files.
"""

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulation import names
from dagster_project.simulation.clock import Integers
from dagster_project.simulation.effects import RecordingEffects

NEVER = 1_000_000  # a day that the market does not reach
_NAMES = len(names.FIRST_NAMES) * len(names.LAST_NAMES)
Flags = NDArray[np.bool_]


@dataclass
class Market:
    """One shard: arrays by contact (`account`, `region`, `listed_day` …) and by account (`account_region` …).

    `listed_day`: day from which marketing may address the contact. `recorded_day`: day from which the CRM holds a
    record (mutable: a deal makes one). `account` is −1 for private persons. Texts are lists, numbers arrays.
    """

    first: list[str]
    last: list[str]
    email: list[str]
    second_email: list[str]
    phone: list[str]
    account: Integers
    region: Integers
    listed_day: Integers
    recorded_day: Integers
    is_subscriber: Flags
    unsubscribed_day: Integers
    is_shared_mailbox: Flags
    duplicate_day: Integers  # day from which a second CRM record exists, NEVER if none
    merge_day: Integers  # day on which the two were merged, NEVER if never
    hubspot_id: Integers
    customer_id: Integers
    account_name: list[str]
    domain: list[str]
    account_id: Integers
    account_region: Integers
    industry: Integers
    employees: Integers
    account_members: list[list[int]]

    @property
    def size(self) -> int:
        """Number of contacts."""
        return len(self.first)


def plain(text: str) -> str:
    """Lower case without accents: the local part of an address."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def draw_market(
    rng: np.random.Generator,
    size: int,
    first_number: int,
    days: int,
    recording: RecordingEffects,
    *,
    is_terse: bool = False,
) -> Market:
    """Draw a shard of `size` contacts; `first_number` keeps ids and domains apart from other shards.

    `is_terse` makes short domains, for markets whose files have to stay small."""
    account = _draw_accounts(rng, size)
    accounts = int(account.max()) + 1
    account_region = rng.integers(0, len(names.REGIONS), accounts)
    region = np.where(account >= 0, account_region[account], rng.integers(0, len(names.REGIONS), size))
    numbers = first_number + np.arange(size)
    domain = [
        f"{'d' if is_terse else names.COMPANY_WORDS[int(word)]}{first_number + i}.fr"
        for i, word in enumerate(rng.integers(0, len(names.COMPANY_WORDS), accounts))
    ]
    members: list[list[int]] = [[] for _ in range(accounts)]
    for contact, number in enumerate(account.tolist()):
        if number >= 0:
            members[number].append(contact)
    first, last = _draw_names(rng, account, members)
    listed = _draw_listed_days(rng, size, days)
    has_duplicate = (rng.random(size) < recording.second_record) & (listed < days)
    duplicate_day = np.where(has_duplicate, np.maximum(listed, 0) + rng.integers(1, 200, size), NEVER)
    is_merged = has_duplicate & (rng.random(size) < recording.merged)
    market = Market(
        first=first,
        last=last,
        email=[],
        second_email=[],
        phone=_draw_phones(rng, account, numbers, accounts),
        account=account,
        region=region,
        listed_day=listed,
        recorded_day=listed.copy(),
        # A person has at most five ids, the limit above which a shared address would join nobody.
        is_subscriber=(listed < days) & (rng.random(size) < 0.6) & ~has_duplicate,
        unsubscribed_day=np.where(rng.random(size) < 0.15, rng.integers(60, max(days, 61), size), NEVER),
        is_shared_mailbox=np.zeros(size, dtype=bool),
        duplicate_day=duplicate_day,
        merge_day=np.where(is_merged, duplicate_day + rng.integers(20, 400, size), NEVER),
        hubspot_id=10_001 + 2 * numbers,
        customer_id=50_001 + numbers,
        account_name=[_company_name(text, rng) for text in domain],
        domain=domain,
        account_id=900_001 + first_number + np.arange(accounts),
        account_region=account_region,
        industry=rng.integers(0, len(names.INDUSTRIES), accounts),
        employees=np.ceil(rng.lognormal(3.5, 1.2, accounts)).astype(np.int64),
        account_members=members,
    )
    _give_addresses(rng, market, numbers, recording.second_address)
    _share_mailboxes(market)
    return market


def _draw_accounts(rng: np.random.Generator, size: int) -> Integers:
    """Account sizes are skewed: a few large companies, many with one or two contacts; 8 % are private persons."""
    sizes = 1 + rng.poisson(rng.gamma(1.2, 3.0, size))
    account = np.repeat(np.arange(size), sizes)[:size]
    account[rng.random(size) < 0.08] = -1
    _, compact = np.unique(account[account >= 0], return_inverse=True)
    account[account >= 0] = compact
    return account


def _draw_names(rng: np.random.Generator, account: Integers, members: list[list[int]]) -> tuple[list[str], list[str]]:
    """No two members of an account share both names, so that a switchboard number stays unambiguous with a name."""
    index = rng.integers(0, _NAMES, len(account))
    for group in members:
        base = int(index[group[0]]) if group else 0
        for position, contact in enumerate(group):
            index[contact] = (base + 61 * position) % _NAMES
    lasts = len(names.LAST_NAMES)
    return (
        [names.FIRST_NAMES[i // lasts] for i in index.tolist()],
        [names.LAST_NAMES[i % lasts] for i in index.tolist()],
    )


def _draw_listed_days(rng: np.random.Generator, size: int, days: int) -> Integers:
    """60 % are on the lists from the start, 20 % join later, 20 % are never addressed."""
    kind = rng.random(size)
    before = -rng.integers(10, 700, size)
    later = rng.integers(1, days, size)
    return np.where(kind < 0.6, before, np.where(kind < 0.8, later, NEVER)).astype(np.int64)


def _draw_phones(rng: np.random.Generator, account: Integers, numbers: Integers, accounts: int) -> list[str]:
    """Nine national digits, or empty; two fifths answer at their company's switchboard."""
    kind = rng.random(len(account))
    switchboards = 140_000_000 + 10 * (int(numbers[0]) + np.arange(accounts + 1))
    direct = 600_000_000 + 7 * numbers
    at_switchboard = (kind < 0.4) & (account >= 0)
    chosen = np.where(at_switchboard, switchboards[account], direct)
    return [str(number) if has else "" for number, has in zip(chosen.tolist(), (kind < 0.995).tolist(), strict=True)]


def _company_name(domain: str, rng: np.random.Generator) -> str:
    ending = names.COMPANY_ENDINGS[int(rng.integers(0, len(names.COMPANY_ENDINGS)))]
    stem = domain.removesuffix(".fr").capitalize()
    return f"{stem}, {ending}" if ending == "Groupe" else f"{stem} {ending}"


def _give_addresses(rng: np.random.Generator, market: Market, numbers: Integers, second_share: float) -> None:
    kind = rng.random((market.size, 2))
    free = rng.integers(0, len(names.FREE_MAIL), market.size)
    for contact, number in enumerate(numbers.tolist()):
        local = f"{plain(market.first[contact])}.{plain(market.last[contact])}"
        private = f"{local}{number}@{names.FREE_MAIL[free[contact]]}"
        company = int(market.account[contact])
        if company < 0 or kind[contact, 0] < 0.04:
            market.email.append(private)
            market.second_email.append("")
        else:
            # Some companies have a second domain that no list of companies knows.
            stem = "groupe-" if company % 25 == 3 and contact % 2 else ""
            market.email.append(f"{local}@{stem}{market.domain[company]}")
            market.second_email.append(private if kind[contact, 1] < second_share else "")


def _share_mailboxes(market: Market) -> None:
    """In every twelfth company with enough people, some are reached at one common mailbox only.

    Seven at `info@` are too many to be one person; three at `contact@` pass for one.
    """
    large = [group for group in market.account_members if len(group) >= 7]
    for position, group in enumerate(large):
        if position % 24 == 0:
            _share(market, group[:7], "info")
        elif position % 24 == 6:
            _share(market, group[:3], "contact")


def _share(market: Market, group: list[int], local: str) -> None:
    for contact in group:
        market.email[contact] = f"{local}@{market.domain[int(market.account[contact])]}"
        market.second_email[contact] = ""
        market.is_shared_mailbox[contact] = True
        market.is_subscriber[contact] = False
        market.duplicate_day[contact] = market.merge_day[contact] = NEVER
        market.listed_day[contact] = market.recorded_day[contact] = min(int(market.listed_day[contact]), 0)
