"""What a scenario is, and the everyday market that the others differ from.

Holds the class and one world; the others stand in `outflow_scenarios` and, of customers, with these.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from dagster_project.simulation.customers.effects import EVERYDAY_CUSTOMERS
from dagster_project.simulation.effects import (
    BaselineEffects,
    BuyingEffects,
    ChannelEffects,
    Effects,
    Phase,
    Plan,
    RecordingEffects,
    Series,
    TargetingEffects,
)
from dagster_project.simulation.scales import MARKET_END, Scale

_LETTERS = Plan("series", series=(Series(0.22, weeks=4), Series(0.6, lasts=0.15)))
EVERYDAY = Effects(
    channels=MappingProxyType(
        {
            "email": ChannelEffects(Plan("on_off"), 0.015, 0.007, 0.010, 14.0, 2.0, 14.0),
            "newsletter": ChannelEffects(Plan("monthly"), 0.002, 0.001, 0.002, 7.0, 2.0, 10.0),
            "phone": ChannelEffects(Plan("always"), 0.050, 0.015, 0.010, 3.0, 1.5, 8.0),
            # Four weeks of letters are shorter than the dead time: stopped before anything could come back.
            "letter": ChannelEffects(_LETTERS, 0.030, 0.015, 0.030, 35.0, 2.0, 10.0),
        }
    ),
    referrals=0.06,
    # Ever finer, and no level works better than another.
    targeting=TargetingEffects(
        (
            Phase(0.0, (1.0, 0.0, 0.0, 0.0)),
            Phase(0.3, (0.5, 0.5, 0.0, 0.0)),
            Phase(0.6, (0.2, 0.8, 0.0, 0.0)),
            Phase(0.85, (0.0, 0.2, 0.8, 0.0)),
        )
    ),
    baseline=BaselineEffects(
        returns_per_person=0.24,
        growth=0.08,
        season=0.2,
        august=-0.5,
        weekend=-1.0,
        holidays=-1.0,
        autocorrelation=0.6,
        volatility=0.1,
    ),
    buying=BuyingEffects(rate_shape=0.9, rate_per_year=3.2, life_days=500.0),
    recording=RecordingEffects(second_record=0.06, merged=0.7, second_address=0.2),
    customers=EVERYDAY_CUSTOMERS,
)


@dataclass(frozen=True)
class Scenario:
    """A world by name; `without` names systems that export nothing, `days` shortens the history (0: the scale's)."""

    name: str
    description: str
    effects: Effects
    without: frozenset[str] = frozenset()
    days: int = 0

    def applied_to(self, scale: Scale) -> Scale:
        """The scale with this scenario's systems and length of history."""
        start = MARKET_END - timedelta(days=self.days - 1) if self.days else scale.start
        return replace(scale, systems=scale.systems - self.without, start=start)
