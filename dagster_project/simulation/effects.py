"""Every switch of the simulated world. The value that a field has by default switches its effect off.

Holds values and their meaning. Draws nothing, and knows no scenario: those stand in `scenarios`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from dagster_project.simulation.customers.effects import CustomerEffects

CHANNELS = ("email", "newsletter", "phone", "letter")
LEVELS = ("blast", "list", "automated", "behavioural")
PlanKind = Literal[
    "never",
    "always",
    "on_off",
    "monthly",
    "series",
    "season",
    "staggered",
    "companion",
    "weak_returns",
    "follows_returns",
    "before_returns",
]


@dataclass(frozen=True)
class Series:
    """Weeks of sending in a row: from `start` (share of the history) for `weeks`, or for the share `lasts` of it."""

    start: float
    weeks: int = 0
    lasts: float = 0.0


@dataclass(frozen=True)
class Plan:
    """When a channel is sent.

    `never`; `always`, every week; `on_off`, in random blocks region by region; `monthly`, on the first Wednesday;
    `series`, the weeks of `series`; `season`, 4 to 9 weeks before the yearly peak of the baseline; `staggered`, without
    end from a start that is another one in each region; `companion`, a week after the channel `companion_of`;
    `weak_returns`, until the baseline's returns weaken, and again a quarter later; `follows_returns`, the more the more
    returns came in the weeks before; `before_returns`, only to people who buy within three days: calls alone, and
    without an effect, since they follow what they would cause.
    """

    kind: PlanKind = "never"
    series: tuple[Series, ...] = ()
    companion_of: str = ""


@dataclass(frozen=True)
class ChannelEffects:
    """Expected returns per received outflow, and their lag in days: dead time + Gamma(shape, scale).

    `personal` by the addressed person, `colleague` by others of the same company, `halo` by people of the same region
    whom nobody addresses. With `weeks_needed`, outflows act only from that week in a row on in which a region is sent
    to.
    """

    plan: Plan = Plan()
    personal: float = 0.0
    colleague: float = 0.0
    halo: float = 0.0
    dead_days: float = 0.0
    shape: float = 1.0
    scale_days: float = 0.0
    weeks_needed: int = 0

    @property
    def mean_lag_days(self) -> float:
        """Mean time from an outflow to the returns that it causes."""
        return self.dead_days + self.shape * self.scale_days

    @property
    def returns_per_outflow(self) -> float:
        """Expected returns of all three kinds."""
        return self.personal + self.colleague + self.halo


@dataclass(frozen=True)
class Phase:
    """From `start` (share of the history) on: the shares of campaign e-mails that have each of `LEVELS`."""

    start: float
    shares: tuple[float, float, float, float]


@dataclass(frozen=True)
class TargetingEffects:
    """How e-mails are targeted, and how many times as much an e-mail of each of `LEVELS` acts.

    Without `phases` no e-mail has a level. In a phase each e-mail's is drawn, so that levels differ in nothing but what
    `times` says. With `after_returns` e-mails to whoever came in the four weeks before are the automated ones, whatever
    was drawn: those who come often get them, and they cause nothing more.
    """

    phases: tuple[Phase, ...] = ()
    times: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    after_returns: bool = False


@dataclass(frozen=True)
class BaselineEffects:
    """What comes without any outflow: returns per person and year × exp(the sum of the others).

    `growth` per year; `season`, the amplitude of a yearly wave that peaks `peak_day` days after 1 January; `august`,
    `weekend`, `holidays`, what is added on such days; `autocorrelation` and `volatility` (standard deviation) of a
    weekly AR(1); `step`, added from the share `step_at` of the history on.
    """

    returns_per_person: float = 0.0
    growth: float = 0.0
    season: float = 0.0
    peak_day: int = 100
    august: float = 0.0
    weekend: float = 0.0
    holidays: float = 0.0
    autocorrelation: float = 0.0
    volatility: float = 0.0
    step: float = 0.0
    step_at: float = 0.5


@dataclass(frozen=True)
class BuyingEffects:
    """Re-orders: a Gamma rate per year (shape, scale) from the first order on, ended by an exponential dropout."""

    rate_shape: float = 1.0
    rate_per_year: float = 0.0
    life_days: float = 500.0
    is_free: bool = False  # everything costs nothing: a market without revenue


@dataclass(frozen=True)
class RecordingEffects:
    """What the records of the market hold beside what happened, as shares of the people.

    `second_record` in the CRM under another id, `merged` of these joined later; `second_address`; `logged_only`: noted
    as called in one go at the end of each quarter, though nobody called them.
    """

    second_record: float = 0.0
    merged: float = 0.0
    second_address: float = 0.0
    logged_only: float = 0.0


@dataclass(frozen=True)
class Effects:
    """All switches of a world; `Effects()` is a market in which nothing happens.

    `referrals` per return. With `saturation` s, an outflow acts 1 ÷ (1 + s n) as much where its person received n
    others, of any channel, in the 28 days before.
    """

    channels: Mapping[str, ChannelEffects] = field(default_factory=lambda: MappingProxyType({}))
    referrals: float = 0.0
    saturation: float = 0.0
    targeting: TargetingEffects = TargetingEffects()
    baseline: BaselineEffects = BaselineEffects()
    buying: BuyingEffects = BuyingEffects()
    recording: RecordingEffects = RecordingEffects()
    customers: CustomerEffects = field(default_factory=CustomerEffects)

    def __post_init__(self) -> None:
        for name, channel in self.channels.items():
            if name not in CHANNELS:
                raise ValueError(f"There is no channel {name!r}: use one of {', '.join(CHANNELS)}.")
            if channel.plan.kind == "before_returns" and (name != "phone" or channel.returns_per_outflow):
                raise ValueError(f"Only calls without an effect can be planned before returns, not {name!r}.")
        if self.targeting.after_returns and len(set(self.targeting.times)) > 1:
            raise ValueError("Levels of targeting that follow returns cannot cause any: leave `times` alike.")

    def channel(self, name: str) -> ChannelEffects:
        """The effects of a channel; one that is not named is never sent and has none."""
        return self.channels.get(name, ChannelEffects())

    @property
    def has_interactions(self) -> bool:
        """Whether what an outflow does depends on other outflows."""
        return self.saturation > 0 or any(channel.weeks_needed > 1 for channel in self.channels.values())
