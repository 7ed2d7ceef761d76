"""truth/returns.csv and truth/truth.json: what the marts must say, written shard by shard.

Holds texts and sums; the derivation stands in `truth`.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from dagster_project.simulation.effects import Effects
from dagster_project.simulation.origins import ORIGINS
from dagster_project.simulation.truth import ShardTruth, TrueReturn

HEADER = (
    "return_source,return_id,kind,returned_at,cause,cause_channel,origin_on_recorded_ids,origin_on_true_ids,"
    "is_referral,relation_at_return,revenue"
)


class TruthFiles:
    """The open table of returns and the sums over the shards so far."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._table: TextIO = (directory / "returns.csv").open("w", encoding="utf-8", newline="")
        self._table.write(HEADER + "\n")
        self._origins: dict[str, Counter[str]] = {}
        self._revenue: Counter[str] = Counter()
        self._causes: Counter[str] = Counter()
        self._channels: Counter[str] = Counter()
        self._outflows: Counter[str] = Counter()
        self._touches: Counter[str] = Counter()
        self.returns = 0
        self._refunds = 0
        self._misplaced = 0

    @property
    def outflows(self) -> int:
        """Outflows so far."""
        return self._outflows.total()

    def add(self, truth: ShardTruth) -> None:
        """Write a shard's returns and add them up."""
        returns = sorted(truth.returns, key=lambda item: (item.source, item.instant, item.return_id))
        self._table.writelines(_line(item) for item in returns)
        for item in returns:
            self._origins.setdefault(item.source, Counter())[item.origin_on_recorded_ids] += 1
            self._causes[item.cause] += 1
            self._channels[item.cause_channel or "(none)"] += 1
            self._revenue[item.source] += item.revenue or 0
            self._misplaced += item.origin_on_recorded_ids != item.origin_on_true_ids
        self.returns += len(returns)
        self._refunds += truth.refunds
        self._outflows.update(truth.outflows)
        self._touches.update(truth.touches)

    def add_outflows(self, channel: str, count: int) -> None:
        """Outflows of the whole market that belong to no shard: reports without recipients."""
        self._outflows[channel] += count

    def close(
        self,
        effects: Effects,
        market: dict[str, Any],
        files: dict[str, dict[str, int]],
        customers: dict[str, Any],
    ) -> None:
        """Write the sums.

        Args:
            market: what is known of the market besides (seed, dates, schedule).
            files: per contract its `files`, `records` and `rejected` records.
            customers: the section of that name.
        """
        self._table.close()
        content = {
            "market": market,
            "files": files,
            "returns": {
                source: {
                    "counted": counts.total(),
                    "origins": {origin: counts[origin] for origin in ORIGINS},
                    "revenue": f"{self._revenue[source] / 100:.2f}",
                }
                for source, counts in sorted(self._origins.items())
            },
            "refunds": self._refunds,
            "outflows": dict(sorted(self._outflows.items())),
            "received_marketing": dict(sorted(self._touches.items())),
            "causes": dict(sorted(self._causes.items())),
            "cause_channels": dict(sorted(self._channels.items())),
            "share_misplaced_by_recorded_ids": round(self._misplaced / max(self.returns, 1), 6),
            "channels": {
                name: {
                    "dead_days": channel.dead_days,
                    "mean_lag_days": channel.mean_lag_days,
                    "returns_per_outflow": round(channel.returns_per_outflow, 6),
                }
                for name, channel in effects.channels.items()
            },
            "customers": customers,
        }
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (self._directory / "truth.json").write_text(text, encoding="utf-8")


def _line(item: TrueReturn) -> str:
    at = datetime.fromtimestamp(item.instant // 1_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    revenue = "" if item.revenue is None else f"{item.revenue // 100}.{item.revenue % 100:02}"
    return (
        f"{item.source},{item.return_id},{item.kind},{at},{item.cause},{item.cause_channel},"
        f"{item.origin_on_recorded_ids},{item.origin_on_true_ids},{str(item.is_referral).lower()},"
        f"{item.relation},{revenue}\n"
    )
