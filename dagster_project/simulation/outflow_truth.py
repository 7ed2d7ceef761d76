"""What outflows truly did in a market: kernels, lags, expected and realised returns, stops, credit and halo.

Derived from the market's parameters and causes, never from the pipeline. Holds the derivation; the sums stand in
`tallies` and `realised`.
"""

from datetime import timedelta
from math import factorial
from typing import Any

import numpy as np

from dagster_project.simulation import names
from dagster_project.simulation.climate import Doubles
from dagster_project.simulation.comings import CAUSES, CHANNEL_NAMES
from dagster_project.simulation.conditions import WHOLE_MARKET, stream
from dagster_project.simulation.effects import CHANNELS
from dagster_project.simulation.lags import KERNEL_WEEKS, by_weeks, channel_lags, five_lags, with_referrals
from dagster_project.simulation.realised import Realised
from dagster_project.simulation.stops import (
    Sending,
    expected_forgone,
    find_stops,
    realised_forgone,
    reference_sends,
)
from dagster_project.simulation.tallies import LONGEST_WEEKS, OWN_CAUSES, Tallies

_KERNEL_DAYS = 7 * LONGEST_WEEKS


class OutflowTruth:
    """The truth about one market, once all its shards are added up."""

    def __init__(self, tallies: Tallies, realised: Realised) -> None:
        self._tallies, self._realised = tallies, realised
        self._effects, self._clock = tallies.conditions.effects, tallies.conditions.clock

    def channels(self) -> dict[str, Any]:
        """By channel: parameters, kernel with its lags, expected and realised returns and revenue by cause."""
        shares = self.shapley()
        return {name: self._channel(name, shares[name]) for name in CHANNELS if self._tallies.sent[name].any()}

    def _channel(self, name: str, shapley: float) -> dict[str, Any]:
        channel = self._effects.channel(name)
        sent = float(self._tallies.sent[name].sum())
        caused = sum(float(self._tallies.expected[name][cause].sum()) for cause in OWN_CAUSES)
        content: dict[str, Any] = {
            "dead_days": channel.dead_days,
            "mean_lag_days": channel.mean_lag_days,
            "returns_per_outflow": round(channel.returns_per_outflow, 6),
            "returns_per_1000_received": round(1000 * caused / sent, 3),
        }
        if channel.returns_per_outflow:
            for suffix, referrals in (("", 0.0), ("_with_referrals", self._effects.referrals)):
                kernel = self._kernel(name, referrals)[:KERNEL_WEEKS]
                normalised = kernel / kernel.sum()
                content["kernel" + suffix] = [round(float(share), 6) for share in normalised]
                content["lags" + suffix] = {lag: round(weeks, 3) for lag, weeks in five_lags(normalised).items()}
        content["expected"] = self._expected(name)
        content["realised"] = self._realised.by_cause(name)
        content["shapley_returns"] = round(shapley, 3)
        content["alone_returns"] = round(self._worth(frozenset({name}), frozenset({name})), 3)
        return content

    def _kernel(self, name: str, referrals: float) -> Doubles:
        """Returns by lag in weeks, per return that an outflow causes itself; more than 1 in all with referrals."""
        by_weekday = np.zeros(7)
        by_day = self._tallies.sent[name].sum(axis=0)
        np.add.at(by_weekday, (np.arange(len(by_day)) + self._tallies.first_weekday) % 7, by_day)
        lags = with_referrals(channel_lags(self._effects.channel(name), _KERNEL_DAYS), referrals)
        return by_weeks(lags, by_weekday / by_weekday.sum(), LONGEST_WEEKS)

    def _expected(self, name: str) -> dict[str, Any]:
        """Expected returns inside the market, and revenue at the mean of all first-hand returns."""
        by_cause = {cause: self._inside(name, self._tallies.expected[name][cause].sum(axis=0)) for cause in OWN_CAUSES}
        own = np.sum(list(by_cause.values()), axis=0)
        returns = {cause: float(daily.sum()) for cause, daily in by_cause.items()}
        returns["referral"] = float((with_referrals(own, self._referrals) - own).sum())
        each = self._realised.revenue_per_first_hand_return()
        return {
            "returns": {cause: round(count, 3) for cause, count in returns.items()},
            "revenue": round(float(own.sum()) * each, 2),
        }

    @property
    def _referrals(self) -> float:
        """A referral of oneself is none."""
        return self._effects.referrals * (1 - 1 / self._tallies.conditions.scale.contacts_per_shard)

    def _inside(self, name: str, by_day_sent: Doubles) -> Doubles:
        """Expected returns by the day on which they come, up to the end of the market."""
        days = self._clock.days
        return np.asarray(np.convolve(by_day_sent, channel_lags(self._effects.channel(name), _KERNEL_DAYS))[:days])

    def _worth(self, coalition: frozenset[str], counted: frozenset[str]) -> float:
        """Expected returns of `counted` channels, referrals included, if only the coalition had been sent."""
        is_additive = not self._effects.saturation
        total = np.zeros(self._clock.days)
        for name in sorted(counted):
            game = self._tallies.games[frozenset({name}) if is_additive else coalition]
            total += self._inside(name, game[name])
        return float(with_referrals(total, self._referrals).sum())

    def shapley(self) -> dict[str, float]:
        """By channel the Shapley value of the game in which a coalition is worth the returns expected of it."""
        worth = {coalition: self._worth(coalition, coalition) for coalition in self._tallies.games}
        worth[frozenset()] = 0.0
        size = len(CHANNELS)
        return {
            name: sum(
                factorial(len(others)) * factorial(size - len(others) - 1) / factorial(size)
                * (worth[others | {name}] - worth[others])
                for others in worth
                if name not in others
            )
            for name in CHANNELS
        }  # fmt: skip

    def stops(self) -> list[list[object]]:
        """Rows of `stops.csv`: the stops of each channel, and of each channel in each region."""
        rng = stream(self._tallies.conditions.seed, WHOLE_MARKET, 5)
        rows: list[list[object]] = []
        for name in CHANNELS:
            if not self._tallies.sent[name].any():
                continue
            segments = [("channel", "", slice(None))]
            segments += [("channel_region", text, slice(at, at + 1)) for at, text in enumerate(names.REGIONS)]
            for segment_type, region, place in segments:
                rows.extend(
                    [segment_type, name, region, *row] for row in self._stops_of(rng, name, self._sending(name, place))
                )
        return rows

    def _stops_of(self, rng: np.random.Generator, name: str, sending: Sending) -> list[list[object]]:
        own, whole = self._kernel(name, 0.0), self._kernel(name, self._effects.referrals)
        steady = five_lags(own[:KERNEL_WEEKS] / own[:KERNEL_WEEKS].sum())["steady_weeks"]
        rows: list[list[object]] = []
        for stop in find_stops(sending.sent):
            end = stop.ends(steady, self._tallies.weeks)
            rows.append(
                [
                    self._monday(stop.started),
                    self._monday(stop.stopped),
                    self._monday(stop.restarted) if stop.restarted >= 0 else "",
                    stop.stopped - stop.started,
                    round(reference_sends(sending, stop), 3),
                    end - stop.stopped,
                    round(expected_forgone(sending, stop, own, end), 3),
                    round(expected_forgone(sending, stop, whole, end), 3),
                    realised_forgone(rng, sending, stop, own, end),
                ]
            )
        return rows

    def _sending(self, name: str, region: slice) -> Sending:
        tallies = self._tallies
        caused = np.sum([tallies.expected[name][cause] for cause in OWN_CAUSES], axis=0)
        return Sending(
            self._weekly(tallies.sent[name][region]),
            self._weekly(caused[region]),
            self._weekly(tallies.potential[name][region]),
            tallies.came[CHANNELS.index(name), region].sum(axis=0),
            self._effects.channel(name).weeks_needed,
        )

    def _weekly(self, daily: Doubles) -> Doubles:
        weeks = np.zeros(self._tallies.weeks)
        by_day = daily.sum(axis=0)
        np.add.at(weeks, (np.arange(len(by_day)) + self._tallies.first_weekday) // 7, by_day)
        return weeks

    def _monday(self, week: int) -> str:
        return (self._clock.start + timedelta(days=7 * week - self._tallies.first_weekday)).isoformat()

    def weeks(self) -> str:
        """`weeks.csv`: received marketing outflows by channel and returns by cause and channel, by ISO week."""
        sent = {f"sent_{name}": self._weekly(self._tallies.sent[name]).astype(np.int64) for name in CHANNELS}
        came = {
            "_".join(part for part in (cause, channel) if part): self._tallies.by_cause[number, place]
            for number, cause in enumerate(CAUSES)
            for place, channel in enumerate(CHANNEL_NAMES)
            if self._tallies.by_cause[number, place].any()
        }
        columns = {**sent, **came}
        lines = [",".join(["week", *columns])]
        for week in range(self._tallies.weeks):
            lines.append(",".join([self._monday(week), *(str(column[week]) for column in columns.values())]))
        return "\n".join(lines) + "\n"
