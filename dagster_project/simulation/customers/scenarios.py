"""Worlds in which customers do something else than every day: troughs, onboarding, service, deals, coverage, prices.

Holds values only; what a switch means stands in `effects`. Outflows work as every day.
"""

from dataclasses import replace

from dagster_project.simulation.customers.effects import (
    EVERYDAY_CUSTOMERS,
    CoverageEffects,
    DealEffects,
    OnboardingEffects,
    PriceEffects,
    ServiceEffects,
    TroughEffects,
)
from dagster_project.simulation.effects import BuyingEffects, Effects
from dagster_project.simulation.scenario import EVERYDAY, Scenario

_DEEP = TroughEffects(signed_up=0.95, weekly_loss=0.006, trough_loss=0.07, silent=0.4)
_OFFERED = OnboardingEffects(offered_to="random_regions", accepted=0.9, cheap_cost=3.0, trained_cost=12.5)
# Customers who order often and long: those who leave do so for a reason that the scenario knows.
_FAITHFUL = BuyingEffects(rate_shape=2.0, rate_per_year=5.0, life_days=3000.0)


def _with(
    *,
    trough: TroughEffects = EVERYDAY_CUSTOMERS.trough,
    onboarding: OnboardingEffects = EVERYDAY_CUSTOMERS.onboarding,
    service: ServiceEffects = EVERYDAY_CUSTOMERS.service,
    deals: DealEffects = EVERYDAY_CUSTOMERS.deals,
    coverage: CoverageEffects = EVERYDAY_CUSTOMERS.coverage,
    prices: PriceEffects = EVERYDAY_CUSTOMERS.prices,
    buying: BuyingEffects = EVERYDAY.buying,
) -> Effects:
    customers = replace(
        EVERYDAY_CUSTOMERS,
        trough=trough,
        onboarding=onboarding,
        service=service,
        deals=deals,
        coverage=coverage,
        prices=prices,
    )
    return replace(EVERYDAY, customers=customers, buying=buying)


TROUGH = (
    Scenario(
        "trough",
        "a third of those who sign up are lost in the first ten weeks, and nobody is onboarded",
        _with(trough=_DEEP, onboarding=OnboardingEffects()),
    ),
    Scenario(
        "no-trough",
        "as many are lost in any week: there is no trough, whatever the calendar suggests",
        _with(trough=replace(_DEEP, weekly_loss=0.015, trough_loss=0.0), onboarding=OnboardingEffects()),
    ),
    Scenario(
        "onboarding-randomised",
        "trained onboarding halves the losses; regions that offer it are drawn at random",
        _with(trough=_DEEP, onboarding=replace(_OFFERED, cheap=0.15, trained=0.5)),
    ),
    Scenario(
        "onboarding-self-selected",
        "onboarding does nothing, but those who would stay anyway choose it",
        _with(
            trough=_DEEP,
            onboarding=replace(_OFFERED, offered_to="everybody", accepted=0.5, motivation=1.0),
        ),
    ),
    Scenario(
        "onboarding-no-effect",
        "regions that offer an onboarding are drawn at random, and it does nothing",
        _with(trough=_DEEP, onboarding=_OFFERED),
    ),
)

SERVICE = (
    Scenario(
        "service-by-size",
        "large companies are answered sooner and stay longer, the one not because of the other",
        _with(service=ServiceEffects(tickets=0.5, fast=0.5, fast_by_size=0.35, small_leave=0.3), buying=_FAITHFUL),
    ),
    Scenario(
        "service-helps",
        "a third of those answered late leave, whatever their size",
        _with(service=ServiceEffects(tickets=0.5, fast=0.5, slow_leave=0.35), buying=_FAITHFUL),
    ),
)

DEALS = (
    Scenario(
        "compelling-event",
        "deals with a dated reason to act are won more often and never late; the reason is known from the start",
        _with(deals=DealEffects(slipped=0.7, to_competitor=0.5, with_event=0.4, event_wins=0.2)),
    ),
    Scenario(
        "compelling-event-after-winning",
        "the compelling event is noted once a deal is won: it explains everything and foretells nothing",
        _with(deals=DealEffects(slipped=0.7, to_competitor=0.5, with_event=0.7, event_noted="after_winning")),
    ),
    Scenario(
        "compelling-event-no-effect",
        "the compelling event is known from the start, and changes nothing",
        _with(deals=DealEffects(slipped=0.7, to_competitor=0.5, with_event=0.4)),
    ),
    Scenario(
        "late-deals",
        "nearly all deals close later than first expected, half of these by two months and more",
        _with(deals=DealEffects(slipped=0.9, slip_days=60.0, to_competitor=0.5)),
    ),
)

COVERAGE = (
    Scenario(
        "look-alikes",
        "companies of one industry buy six times as often as others, and many of them are not reached",
        _with(coverage=CoverageEffects(not_reached=0.8, not_approached=0.3, favoured_buys=0.9, others_buy=0.15)),
    ),
    Scenario(
        "approaches-by-size",
        "only companies of 50 people and more are approached; industry tells who buys, though buyers look large",
        _with(
            coverage=CoverageEffects(
                not_reached=0.8, not_approached=0.3, approached_by_size=True, favoured_buys=0.9, others_buy=0.15
            )
        ),
    ),
    Scenario(
        "nobody-looks-alike",
        "only companies of 50 people and more are approached, and nothing tells who buys",
        _with(
            coverage=CoverageEffects(
                not_reached=0.8, not_approached=0.3, approached_by_size=True, favoured_buys=0.4, others_buy=0.4
            )
        ),
    ),
    Scenario(
        "lost-to-competitors",
        "most of the market buys from named competitors, and most lost deals go to them",
        _with(
            coverage=CoverageEffects(not_reached=0.8, not_approached=0.3, lapsed=0.1, supplied=0.85),
            deals=replace(EVERYDAY_CUSTOMERS.deals, to_competitor=0.9),
        ),
    ),
)

PRICES = (
    Scenario(
        "price-rise",
        "all prices rise by a tenth each January; nothing else changes",
        _with(prices=PriceEffects(yearly_rise=0.10)),
    ),
    Scenario(
        "mix-shift",
        "half of what is bought moves to dearer products halfway; no price changes",
        _with(prices=PriceEffects(mix_shift=0.5)),
    ),
    Scenario(
        "currency-drift",
        "a third of the small orders are in currencies that lose a tenth each year; no price changes",
        _with(prices=PriceEffects(foreign=0.33, currency_drift=-0.10)),
    ),
    Scenario(
        "large-customers",
        "what customers buy at once follows a power law: a few make most of the revenue",
        _with(prices=PriceEffects(tail=1.1)),
    ),
)

CUSTOMER_SCENARIOS = (*TROUGH, *SERVICE, *DEALS, *COVERAGE, *PRICES)
