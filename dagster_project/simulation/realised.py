"""What came, as it is counted: returns and revenue by cause and channel, and by origin.

Holds sums over the shards of the returns that the marts must count. Derives nothing else.
"""

from collections import Counter
from typing import Any

from dagster_project.simulation.effects import CHANNELS
from dagster_project.simulation.truth import TrueReturn

CAUSED = ("personal", "colleague", "halo", "referral")
NONE = "(none)"


class Realised:
    """Counts of counted returns."""

    def __init__(self) -> None:
        self._returns: Counter[tuple[str, str]] = Counter()
        self._orders: Counter[tuple[str, str]] = Counter()
        self._cents: Counter[tuple[str, str]] = Counter()
        self._prospects: Counter[tuple[str, bool]] = Counter()

    def add(self, item: TrueReturn) -> None:
        """Count one return."""
        key = (item.cause, item.cause_channel)
        self._returns[key] += 1
        self._orders[key] += item.kind == "order"
        self._cents[key] += item.revenue or 0
        if item.relation == "prospect" and item.cause in CAUSED and item.cause_channel:
            self._prospects["recorded", item.origin_on_recorded_ids == "direct"] += 1
            self._prospects["true", item.origin_on_true_ids == "direct"] += 1

    def by_cause(self, channel: str) -> dict[str, Any]:
        """Returns and revenue of a channel by cause, re-orders of customers whom it brought included."""
        causes = (*CAUSED, "reorder")
        return {
            "returns": {cause: self._returns[cause, channel] for cause in causes},
            "revenue": {cause: round(self._cents[cause, channel] / 100, 2) for cause in causes},
        }

    def revenue_per_first_hand_return(self) -> float:
        """Mean revenue of a return that is neither a referral nor a re-order, whatever its kind; 0 without any."""
        first_hand = [key for key in self._returns if key[0] in {"baseline", "personal", "colleague", "halo"}]
        count = sum(self._returns[key] for key in first_hand)
        return sum(self._cents[key] for key in first_hand) / 100 / count if count else 0.0

    def credit(self) -> dict[str, Any]:
        """By conversion type and channel what it caused, descendants included; what no outflow caused is `(none)`."""
        return {
            "return": self._credit(self._returns),
            "order": self._credit(self._orders),
            "revenue": self._credit(self._cents, 100),
        }

    def _credit(self, counts: Counter[tuple[str, str]], unit: int = 1) -> dict[str, Any]:
        first: Counter[str] = Counter()
        again: Counter[str] = Counter()
        for (cause, channel), count in counts.items():
            (again if cause == "reorder" else first)[channel or NONE] += count
        return {
            channel: {"first_hand": first[channel] / unit, "re_orders": again[channel] / unit}
            for channel in (*CHANNELS, NONE)
        }

    def halo(self) -> dict[str, Any]:
        """Incremental returns of prospects by origin; the ratio is null where none was direct."""
        content: dict[str, Any] = {}
        for ids in ("recorded", "true"):
            direct, other = self._prospects[ids, True], self._prospects[ids, False]
            ratio = round(other / direct, 4) if direct else None
            content[f"on_{ids}_ids"] = {"direct": direct, "non_direct": other, "halo_ratio": ratio}
        return content
