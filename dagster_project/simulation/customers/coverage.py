"""The companies of the whole market: which ones marketing addresses, which ones buy at all, and those beyond its reach.

Holds the draws of one shard. With neutral switches nobody is left out, everybody may buy, and nothing lies beyond.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.clock import DAY, Clock, Integers
from dagster_project.simulation.comings import KINDS, Comings
from dagster_project.simulation.customers.dealing import Progress, move
from dagster_project.simulation.customers.effects import CoverageEffects, CustomerEffects, DealEffects
from dagster_project.simulation.customers.service import are_large
from dagster_project.simulation.market import NEVER, Market
from dagster_project.simulation.trade import Deals

NOT_REACHED, NOT_APPROACHED, LAPSED = range(3)
_FIRST_ID = 5_000_001  # beyond every id of the market's own companies, contacts and deals
_FORM, _ORDER = KINDS.index("form"), KINDS.index("order")


@dataclass
class Beyond:
    """Companies that marketing does not address, one per element, `kind` of them by the constants above.

    `number` is the id of the company and of its contact; `crm_day` the day from which the CRM holds it (NEVER: only the
    market list does); `supplier` the index of the competitor they buy from, `supplied_day` from when on (−1 and NEVER:
    none known). The deals of those that lapsed name the company's place as their `contact`; they move as any others.
    """

    kind: Integers
    number: Integers
    domain: list[str]
    region: Integers
    industry: Integers
    employees: Integers
    crm_day: Integers
    supplier: Integers
    supplied_day: Integers
    deals: Deals
    progress: Progress

    @property
    def size(self) -> int:
        """Number of companies."""
        return len(self.kind)


def leave_out_the_small(market: Market, effects: CoverageEffects) -> None:
    """Where marketing chooses by size: take the people of smaller companies off its lists."""
    if not effects.approached_by_size:
        return
    is_left_out = (market.account >= 0) & ~are_large(market)[market.account]
    market.listed_day[is_left_out] = NEVER
    market.is_subscriber[is_left_out] = False


def buying_probabilities(industry: Integers, effects: CoverageEffects) -> "np.typing.NDArray[np.float64]":
    """By company: the probability that it is one that buys."""
    is_favoured = industry == names.INDUSTRIES.index(effects.favoured_industry)
    return np.where(is_favoured, effects.favoured_buys, effects.others_buy)


def let_buyers_buy(rng: np.random.Generator, market: Market, comings: Comings, effects: CoverageEffects) -> None:
    """Make a form of every order of a company that is not one to buy."""
    buys = rng.random(len(market.industry)) < buying_probabilities(market.industry, effects)
    is_company = market.account[comings.contact] >= 0
    refrains = (comings.kind == _ORDER) & is_company & ~buys[market.account[comings.contact]]
    comings.kind[refrains] = _FORM


def potentials(industry: Integers, employees: Integers) -> Integers:
    """Yearly potential of companies in whole euros: more people, more pumps; some industries need twice as many."""
    return 500 + 40 * employees * (1 + industry % 2)


def draw_beyond(
    rng: np.random.Generator, market: Market, effects: CustomerEffects, clock: Clock, first_number: int
) -> Beyond:
    """Draw the companies beyond reach, in shares of the market's own."""
    ours = effects.coverage
    shares = (ours.not_reached, ours.not_approached, ours.lapsed)
    kind = np.repeat(np.arange(3), [round(share * len(market.domain)) for share in shares])
    size = len(kind)
    word = rng.integers(0, len(names.COMPANY_WORDS), size)
    # The end of `domain` keeps these apart from the market's own, whose numbers follow the word at once.
    domain = [f"{names.COMPANY_WORDS[stem]}-{first_number + place}.fr" for place, stem in enumerate(word.tolist())]
    is_supplied = (rng.random(size) < ours.supplied) & (kind != LAPSED)
    created = rng.integers(0, max(clock.days // 3, 1), size)
    crm_day = np.where(kind == LAPSED, created, rng.integers(0, max(clock.days // 2, 1), size))
    deals, progress = _deals(rng, np.flatnonzero(kind == LAPSED), created, effects.deals, clock)
    deals.number += 2 * _FIRST_ID + first_number
    return Beyond(
        kind=kind,
        number=_FIRST_ID + first_number + np.arange(size),
        domain=domain,
        region=rng.integers(0, len(names.REGIONS), size),
        industry=rng.integers(0, len(names.INDUSTRIES), size),
        employees=np.ceil(rng.lognormal(3.5, 1.2, size)).astype(np.int64),
        crm_day=np.where(kind == NOT_REACHED, NEVER, crm_day),
        supplier=np.where(is_supplied, rng.integers(0, len(names.COMPETITORS), size), -1),
        supplied_day=np.where(is_supplied, rng.integers(0, clock.days, size), NEVER),
        deals=deals,
        progress=progress,
    )


def _deals(
    rng: np.random.Generator, place: Integers, created_day: Integers, effects: DealEffects, clock: Clock
) -> tuple[Deals, Progress]:
    """One deal of each company at `place`, opened by a salesperson on its day."""
    none = np.full(len(place), -1)
    amount = np.round(rng.lognormal(8.6, 0.8, len(place))).astype(np.int64) * 100
    deals = Deals(
        number=np.arange(len(place)),
        contact=place,
        second_contact=none,
        created=created_day[place] * DAY + 10 * 3600,
        closed=none,
        outcome=none,
        amount=amount,
        revised_amount=amount,
        revised_day=np.full(len(place), NEVER),
        is_inbound=np.zeros(len(place), dtype=bool),
        coming=none,
    )
    return move(rng, deals, effects, clock)
