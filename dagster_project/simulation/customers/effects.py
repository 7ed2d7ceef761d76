"""The switches of what customers do, one class per area; the value that a field has by default switches its effect off.

Holds values and their meaning. Draws nothing.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TroughEffects:
    """Sign-ups, and the share of them that is lost in each week after it.

    `signed_up` of all companies and private persons sign up once; `weekly_loss` is lost in any week, `trough_loss` more
    in the worst one, `bottom_week`, less and less until `trough_weeks`. `silent` of the lost do not cancel: they come a
    last time and stay away.
    """

    signed_up: float = 0.0
    weekly_loss: float = 0.0
    trough_loss: float = 0.0
    bottom_week: int = 3
    trough_weeks: int = 10
    silent: float = 0.0


@dataclass(frozen=True)
class OnboardingEffects:
    """Who is offered an onboarding, who takes it, and the share of the weekly loss that it takes away.

    `random_regions` draws for each region a kind and a month from which it is offered; `everybody` may choose. With
    `motivation` (standard deviation of the logarithm of the weekly loss) those who would stay anyway accept more often.
    Each onboarding costs `cheap_cost` or `trained_cost` euros: without either, accounting knows nothing of it.
    """

    offered_to: Literal["nobody", "random_regions", "everybody"] = "nobody"
    accepted: float = 0.0
    motivation: float = 0.0
    cheap: float = 0.0
    trained: float = 0.0
    cheap_cost: float = 0.0
    trained_cost: float = 0.0


@dataclass(frozen=True)
class ServiceEffects:
    """Tickets per order, how many are answered within a working day, and who leaves after an order.

    `fast_by_size` is added to `fast` for companies of 50 people and more and taken from it for all others; of these,
    `small_leave` leave after an order, whatever the service. `slow_leave` of all leave after a ticket answered late.
    """

    tickets: float = 0.0
    fast: float = 0.5
    fast_by_size: float = 0.0
    small_leave: float = 0.0
    slow_leave: float = 0.0


@dataclass(frozen=True)
class DealEffects:
    """How deals move from stage to stage, and what is noted about them.

    `passed_on` is the share that leaves each stage for the next one, the last of them won; `slipped` close later than
    first expected, half of them by more than `slip_days`. `to_competitor` of the lost name one. `with_event` have a
    compelling event: it adds `event_wins` to the last share and lets nothing slip; `after_winning`, it does nothing and
    is noted only once a deal is won.
    """

    passed_on: tuple[float, float, float, float] = (0.85, 0.75, 0.70, 0.78)
    slipped: float = 0.0
    slip_days: float = 24.0
    to_competitor: float = 0.0
    with_event: float = 0.0
    event_wins: float = 0.0
    event_noted: Literal["from_the_start", "after_winning"] = "from_the_start"


@dataclass(frozen=True)
class CoverageEffects:
    """The companies beside those of the market that are addressed, as shares of these, and who buys at all.

    `not_reached` stand in the market list only; `not_approached` in the CRM too; `lapsed` had a deal long ago. Of the
    first two, `supplied` buy from a competitor. With `approached_by_size` marketing addresses companies of 50
    people and more only. A company of `favoured_industry` buys with probability `favoured_buys`, any other with
    `others_buy`.
    """

    not_reached: float = 0.0
    not_approached: float = 0.0
    lapsed: float = 0.0
    supplied: float = 0.0
    approached_by_size: bool = False
    favoured_industry: str = "Health"
    favoured_buys: float = 1.0
    others_buy: float = 1.0


@dataclass(frozen=True)
class PriceEffects:
    """What is paid for what.

    `yearly_rise` of all prices each January; `mix_shift`, the share of lines that move to a dearer product from the
    middle of the history on; `has_new_products`, one comes and one goes each year. `foreign` of the orders of one line
    are in another currency, more beside the everyday few; `currency_drift`, its change per year. `tail` is the Pareto
    index of how much a customer buys at once, 0 for all alike.
    """

    yearly_rise: float = 0.0
    mix_shift: float = 0.0
    has_new_products: bool = False
    foreign: float = 0.0
    currency_drift: float = 0.0
    tail: float = 0.0


@dataclass(frozen=True)
class CustomerEffects:
    """All switches of the customers' world."""

    trough: TroughEffects = TroughEffects()
    onboarding: OnboardingEffects = OnboardingEffects()
    service: ServiceEffects = ServiceEffects()
    deals: DealEffects = DealEffects()
    coverage: CoverageEffects = CoverageEffects()
    prices: PriceEffects = PriceEffects()


EVERYDAY_CUSTOMERS = CustomerEffects(
    trough=TroughEffects(signed_up=0.3, weekly_loss=0.006, trough_loss=0.045, silent=0.4),
    onboarding=OnboardingEffects("random_regions", 0.9, cheap=0.15, trained=0.4, cheap_cost=3.0, trained_cost=12.5),
    service=ServiceEffects(tickets=0.25, fast=0.55, fast_by_size=0.35),
    deals=DealEffects(slipped=0.6, to_competitor=0.5, with_event=0.3, event_wins=0.15),
    coverage=CoverageEffects(not_reached=0.25, not_approached=0.1, lapsed=0.08, supplied=0.3),
    prices=PriceEffects(yearly_rise=0.03, has_new_products=True),
)
