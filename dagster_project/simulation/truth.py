"""The truth about the marts: origin, relation and revenue of every return that must be counted.

Derived from what the exports say (`recorded`) and from the world, never from the pipeline. Holds the derivation of one
shard and the sums; writing stands in `truth_files`.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation.clock import Integers
from dagster_project.simulation.comings import CAUSES, CHANNEL_NAMES
from dagster_project.simulation.identity import Identity, resolve
from dagster_project.simulation.market import Flags
from dagster_project.simulation.origins import ORIGINS, Parties, are_customers, are_replies, place
from dagster_project.simulation.recorded import NOBODY, Recorded, SeenLine, SeenReturn
from dagster_project.simulation.world import World

RELATIONS = ("prospect", "customer")


@dataclass
class TrueReturn:
    """One counted return; `instant` UTC microseconds, `revenue` cents or None where the kind has none."""

    source: str
    return_id: str
    kind: str
    instant: int
    cause: str
    cause_channel: str
    origin_on_recorded_ids: str
    origin_on_true_ids: str
    is_referral: bool
    relation: str
    revenue: int | None


@dataclass
class ShardTruth:
    """The returns of a shard and the number of outflows, received touches and refunds that its files hold."""

    returns: list[TrueReturn]
    outflows: dict[str, int]
    touches: dict[str, int]
    refunds: int


def derive(recorded: Recorded, world: World) -> ShardTruth:
    """Find what the marts must say about one shard."""
    identity = resolve(recorded)
    seen, revenue = _counted(recorded)
    recorded_events = _recorded_returns(seen, recorded, identity)
    purchases, orders = _recorded_purchases(recorded, identity)
    referrers = _recorded_referrers(seen, identity)
    has_referrer = np.array([item.referrer != NOBODY for item in seen], dtype=bool)
    touches, is_touch = _recorded_touches(recorded, recorded_events, identity)
    origin = place(recorded_events, referrers, has_referrer, touches, orders)
    customers = are_customers(recorded_events, purchases)
    true_origin = _true_origins(seen, recorded, world)
    returns = [
        _true_return(
            item,
            world,
            revenue=revenue[number],
            origin=int(origin[number]),
            true_origin=int(true_origin[number]),
            is_customer=bool(customers[number]),
        )
        for number, item in enumerate(seen)
    ]
    channels = [(block.channel, len(block.instant)) for block in recorded.outflows]
    received = np.split(is_touch, np.cumsum([size for _, size in channels])[:-1]) if channels else []
    return ShardTruth(
        returns,
        dict(channels),
        {channel: int(flags.sum()) for (channel, _), flags in zip(channels, received, strict=True)},
        len({key[0] for key, (_, line) in recorded.lines.items() if line.is_refund}),
    )


def _counted(recorded: Recorded) -> tuple[list[SeenReturn], list[int | None]]:
    """Every return once, as its newest version says, orders gathered from their lines; and the revenue of each."""
    seen = [item for _, item in recorded.returns.values()]
    revenue: list[int | None] = [None] * len(seen)
    for item, count in recorded.keyless.values():
        occurrences = max(count.values())
        seen.extend([item] * occurrences)
        revenue.extend([None] * occurrences)
    lines: dict[str, list[SeenLine]] = {}
    for (order, _), (_, line) in recorded.lines.items():
        lines.setdefault(order, []).append(line)
    for order, members in lines.items():
        if members[0].is_refund:
            continue
        first = min(members, key=lambda line: line.instant)
        seen.append(
            SeenReturn("shop_orders", order, "order", first.instant, first.persons, NOBODY, NOBODY, "", first.coming)
        )
        revenue.append(sum(line.amount for line in members))
    return seen, revenue


def _recorded_returns(seen: list[SeenReturn], recorded: Recorded, identity: Identity) -> Parties:
    """Who came and for whom: what the return names, else the parties of the deal that it became."""
    person, account = np.empty(len(seen), dtype=np.int64), np.empty(len(seen), dtype=np.int64)
    for number, item in enumerate(seen):
        who, company = identity.party(item.persons, item.account)
        if item.deal and NOBODY in (who, company):
            deal = recorded.deals[item.deal][1]
            deal_person, deal_account = identity.party((deal.contact,), deal.account)
            who = deal_person if who == NOBODY else who
            company = deal_account if company == NOBODY else company
        person[number], account[number] = who, company
    return Parties(person, account, np.array([item.instant for item in seen], dtype=np.int64))


def _recorded_referrers(seen: list[SeenReturn], identity: Identity) -> Parties:
    parties = [
        identity.party((item.referrer,), NOBODY) if item.referrer != NOBODY else (NOBODY, NOBODY) for item in seen
    ]
    person, account = _columns(parties)
    # A referrer's account is the person's; an address alone gives none that the person's cluster would not give.
    return Parties(person, account, np.zeros(len(seen), dtype=np.int64))


def _recorded_purchases(recorded: Recorded, identity: Identity) -> tuple[Parties, Parties]:
    """Purchases (orders and won deals), and orders alone."""
    orders: dict[str, SeenLine] = {}
    for (order, _), (_, line) in recorded.lines.items():
        if not line.is_refund:
            orders.setdefault(order, line)
    parties = [(*identity.party(line.persons, NOBODY), line.instant) for line in orders.values()]
    won = [
        (*identity.party((deal.contact,), deal.account), deal.won_at)
        for _, deal in recorded.deals.values()
        if deal.won_at is not None
    ]
    return _parties([*parties, *won]), _parties(parties)


def _recorded_touches(recorded: Recorded, returns: Parties, identity: Identity) -> tuple[Parties, Flags]:
    blocks = recorded.outflows
    if not blocks:
        return _parties([]), np.zeros(0, dtype=bool)
    code = np.concatenate([block.person for block in blocks])
    named_account = np.concatenate([block.account for block in blocks])
    person = _looked_up(identity.person, code)
    domains = np.full(len(identity.person), NOBODY, dtype=np.int64)
    for email, domain in identity.domain_of.items():
        domains[email] = identity.account[domain]
    account = _looked_up(identity.account, named_account)
    for fallback in (_looked_up(identity.account_of, person), _looked_up(domains, code)):
        account = np.where(account == NOBODY, fallback, account)
    everything = Parties(person, account, np.concatenate([block.instant for block in blocks]))
    return _received(recorded, everything, returns)


def _received(recorded: Recorded, outflows: Parties, returns: Parties) -> tuple[Parties, Flags]:
    """The outflows that count: arrived, marketing by declaration, and no answer to a return of the same person."""
    blocks = recorded.outflows
    is_marketing = np.concatenate([block.is_marketing for block in blocks])
    is_reply = are_replies(outflows, is_marketing & ~np.concatenate([block.has_campaign for block in blocks]), returns)
    is_touch = np.concatenate([block.is_received for block in blocks]) & is_marketing & ~is_reply
    return outflows.take(is_touch), is_touch


def _true_origins(seen: list[SeenReturn], recorded: Recorded, world: World) -> Integers:
    """The same rules with the true person and company of everything that was recorded."""
    comings, account = world.comings, world.market.account
    coming = np.array([item.coming for item in seen], dtype=np.int64)
    contact = _looked_up(comings.contact, coming)
    referrer = _looked_up(comings.referrer, coming)
    has_referrer = np.array([item.referrer != NOBODY for item in seen], dtype=bool)
    referrer = np.where(has_referrer, referrer, NOBODY)
    instants = np.array([item.instant for item in seen], dtype=np.int64)
    returns = Parties(contact, _looked_up(account, contact), instants)
    ordered = [number for number, item in enumerate(seen) if item.kind == "order"]
    outflows = Parties(
        np.concatenate([block.true_person for block in recorded.outflows]),
        np.concatenate([block.true_account for block in recorded.outflows]),
        np.concatenate([block.instant for block in recorded.outflows]),
    )
    touches, _ = _received(recorded, outflows, returns)
    referrers = Parties(referrer, _looked_up(account, referrer), instants)
    return place(returns, referrers, has_referrer, touches, returns.take(np.array(ordered, dtype=np.int64)))


def _true_return(
    item: SeenReturn, world: World, *, revenue: int | None, origin: int, true_origin: int, is_customer: bool
) -> TrueReturn:
    has_cause = item.coming >= 0
    return TrueReturn(
        item.source,
        item.return_id,
        item.kind,
        item.instant,
        CAUSES[int(world.comings.cause[item.coming])] if has_cause else "none",
        CHANNEL_NAMES[int(world.comings.channel[item.coming])] if has_cause else "",
        ORIGINS[origin],
        ORIGINS[true_origin],
        item.referrer != NOBODY,
        RELATIONS[is_customer],
        revenue,
    )


def _looked_up(values: Integers, index: Integers) -> Integers:
    if not len(values):
        return np.full(len(index), NOBODY, dtype=np.int64)
    return np.where(index >= 0, values[np.maximum(index, 0)], NOBODY)


def _columns(rows: list[tuple[int, int]]) -> tuple[Integers, Integers]:
    array = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _parties(rows: list[tuple[int, int, int]]) -> Parties:
    array = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Parties(array[:, 0], array[:, 1], array[:, 2])
