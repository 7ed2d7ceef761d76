"""truth/returns.csv and truth/truth.json: what the marts must say, written shard by shard.

Holds texts and sums; the derivation stands in `truth`.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from dagster_project.simulation.origins import ORIGINS
from dagster_project.simulation.outflow_truth import OutflowTruth
from dagster_project.simulation.realised import Realised
from dagster_project.simulation.stops import lines_of
from dagster_project.simulation.truth import ShardTruth, TrueReturn

HEADER = (
    "return_source,return_id,kind,returned_at,cause,cause_channel,origin_on_recorded_ids,origin_on_true_ids,"
    "is_referral,relation_at_return,revenue"
)
_SHORT_LISTS = re.compile(r"\[[-\d.,\s]+\]")  # numbers only


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
        self._misplaced: Counter[tuple[str, str]] = Counter()
        self.realised = Realised()

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
            if item.origin_on_recorded_ids != item.origin_on_true_ids:
                self._misplaced[item.origin_on_recorded_ids, item.origin_on_true_ids] += 1
            self.realised.add(item)
        self.returns += len(returns)
        self._refunds += truth.refunds
        self._outflows.update(truth.outflows)
        self._touches.update(truth.touches)

    def add_outflows(self, channel: str, count: int) -> None:
        """Outflows of the whole market that belong to no shard: reports without recipients."""
        self._outflows[channel] += count

    def close(
        self,
        truth: OutflowTruth,
        market: dict[str, Any],
        files: dict[str, dict[str, int]],
        further: dict[str, Any],
    ) -> None:
        """Write the sums.

        Args:
            truth: what outflows did in this market, once all shards are added.
            market: what is known of the market besides (seed, dates, schedule).
            files: per contract its `files`, `records` and `rejected` records.
            further: the last sections, by name.
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
            "share_misplaced_by_recorded_ids": round(self._misplaced.total() / max(self.returns, 1), 6),
            "origins_recorded_then_true": {
                origin: {true: count for (own, true), count in sorted(self._misplaced.items()) if own == origin}
                for origin in ORIGINS
            },
            "channels": truth.channels(),
            "credit": self.realised.credit(),
            "halo": self.realised.halo(),
            **further,
        }
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (self._directory / "truth.json").write_text(_SHORT_LISTS.sub(_on_one_line, text), encoding="utf-8")
        (self._directory / "weeks.csv").write_text(truth.weeks(), encoding="utf-8")
        (self._directory / "stops.csv").write_text(lines_of(truth.stops()), encoding="utf-8")


def _on_one_line(found: re.Match[str]) -> str:
    return " ".join(found.group().split())


def _line(item: TrueReturn) -> str:
    at = datetime.fromtimestamp(item.instant // 1_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    revenue = "" if item.revenue is None else f"{item.revenue // 100}.{item.revenue % 100:02}"
    return (
        f"{item.source},{item.return_id},{item.kind},{at},{item.cause},{item.cause_channel},"
        f"{item.origin_on_recorded_ids},{item.origin_on_true_ids},{str(item.is_referral).lower()},"
        f"{item.relation},{revenue}\n"
    )
