"""Whether onboarding pays: customers saved by intention to treat, against the share that it has to save.

Holds the estimate, its verdict and bounds where nothing can be told. Must not read a table (`onboarding_roi_store.py`).

Customers are compared by what they were *offered*: whoever takes an onboarding may be who would have stayed anyway. An
offer counts as decided for all if in a month a region offered it to (nearly) all who signed up or to (nearly) none.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dagster_project.statistics.intervals import Estimate, student_quantile

NEARLY = 0.1
"""Share of a region's month that may be treated otherwise, and of all sign-ups that may lie in months that are mixed:
the month in which a region begins is. Where everybody chooses, nine sign-ups in ten lie in mixed months."""
FEWEST = 20
"""Customers with and without an offer below which they are not compared."""

UNKNOWN = "unknown"


@dataclass(frozen=True)
class SignUps:
    """Customers who signed up in a month and region, by what they were offered and took.

    `followed` of them are known for 26 weeks, `kept` of these were not lost; `referrals` came by the kept.
    """

    month: date
    region: str
    offered: str
    taken: str
    customers: int
    followed: int
    kept: int
    referrals: int = 0


@dataclass(frozen=True)
class Saving:
    """The share of those offered a kind of onboarding that it saved, with 95 % limits, or why that cannot be told.

    Without `share`, `bounds` hold under two assumptions that the reason states.
    """

    kind: str
    share: Estimate | None
    bounds: tuple[float, float] | None
    reason: str


def estimate_saving(sign_ups: Sequence[SignUps], kind: str) -> Saving:
    """What one kind of onboarding saved among all who were offered it.

    Where regions are known, those whose region is not are left out: they cannot be compared with their like.
    """
    if any(each.region != UNKNOWN for each in sign_ups):
        sign_ups = [each for each in sign_ups if each.region != UNKNOWN]
    offered = sum(each.followed for each in sign_ups if each.offered == kind)
    others = sum(each.followed for each in sign_ups if each.offered == "none")
    if offered < FEWEST:
        return Saving(kind, None, None, f"Only {offered} who were offered it are known for 26 weeks.")
    if mixed := _mixed_share(sign_ups):
        return Saving(
            kind,
            None,
            _bounds(sign_ups, kind),
            f"{100 * mixed:.0f} % signed up where some were offered an onboarding and some not: who is offered one may "
            "be who would stay. The bounds hold if it drives nobody away and those who take it are no worse customers.",
        )
    if others < FEWEST:
        return Saving(
            kind,
            None,
            _bounds(sign_ups, kind),
            f"All but {others} were offered an onboarding and could choose: nobody tells what happens without. The "
            "bounds hold if it drives nobody away and those who take it are no worse customers.",
        )
    for with_quarters in (True, False):
        share = _effect(sign_ups, kind, with_quarters=with_quarters)
        if share is not None:
            how = "regions and quarters of sign-up" if with_quarters else "regions before and after it began"
            return Saving(
                kind,
                share,
                None,
                f"Of 100 who were offered it {100 * share.value:.1f} ({100 * share.low:.1f} to {100 * share.high:.1f}) "
                f"were kept for 26 weeks who would have been lost, comparing {how}.",
            )
    return Saving(kind, None, _bounds(sign_ups, kind), "Too few regions and quarters to compare with.")


def _mixed_share(sign_ups: Sequence[SignUps]) -> float | None:
    """Share of sign-ups in months of regions in which some were offered one and some not; None if that is small."""
    places: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0])
    for each in sign_ups:
        place = places[each.month, each.region]
        place[0] += each.customers
        place[1] += each.customers if each.offered != "none" else 0
    # Of a place with few sign-ups one is more than a tenth: mixed is where neither all nor none were offered one.
    mixed = sum(
        all_ for all_, treated in places.values() if treated not in (0, all_) and NEARLY < treated / all_ < 1 - NEARLY
    )
    share = mixed / max(sum(all_ for all_, _ in places.values()), 1)
    return share if share > NEARLY else None


def _effect(sign_ups: Sequence[SignUps], kind: str, *, with_quarters: bool) -> Estimate | None:
    """Weighted least squares of the share kept on the offer, regions and quarters; None if these leave nothing of it.

    Errors are those of counts, times the scatter of regions and quarters where that is larger.
    """
    cells: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for each in sign_ups:
        if each.followed:
            cell = cells[each.region, 4 * each.month.year + (each.month.month - 1) // 3, each.offered]
            cell[0] += each.followed
            cell[1] += each.kept
    regions = sorted({region for region, _, _ in cells})
    quarters = sorted({quarter for _, quarter, _ in cells}) if with_quarters else [0]
    others = sorted({offered for _, _, offered in cells} - {"none", kind})
    columns = np.array(
        [
            [offered == kind]
            + [offered == other for other in others]
            + [region == each for each in regions]
            + [quarter == each for each in quarters[1:]]
            for region, quarter, offered in cells
        ],
        dtype=np.float64,
    )
    seen, kept = np.array(list(cells.values()), dtype=np.float64).T
    share = kept / seen
    left = columns[:, 0] - columns[:, 1:] @ np.linalg.lstsq(columns[:, 1:], columns[:, 0], rcond=None)[0]
    degrees = len(seen) - int(np.linalg.matrix_rank(columns))
    if float(left @ left) < 1e-9 or degrees < 2:
        return None
    mean = float(kept.sum() / seen.sum())
    if mean in (0.0, 1.0):
        return None
    root = np.sqrt(seen)
    weighted = columns * root[:, None]
    fitted = np.linalg.lstsq(weighted, share * root, rcond=None)[0]
    residual = (share - columns @ fitted) * root
    scatter = max(1.0, float(residual @ residual) / degrees / (mean * (1 - mean)))
    variance = np.linalg.pinv(weighted.T @ weighted)[0, 0] * mean * (1 - mean) * scatter
    reach = student_quantile(1 / degrees) * math.sqrt(float(variance))
    return Estimate(float(fitted[0]), float(fitted[0]) - reach, float(fitted[0]) + reach)


def _bounds(sign_ups: Sequence[SignUps], kind: str) -> tuple[float, float] | None:
    """Per customer offered it: none, and what all of the difference between takers and others would be."""
    taken = [each for each in sign_ups if each.taken == kind]
    others = [each for each in sign_ups if each.taken == "none"]
    seen, seen_others = (sum(each.followed for each in group) for group in (taken, others))
    offered = sum(each.followed for each in sign_ups if each.offered == kind)
    if not seen or not seen_others:
        return None
    difference = sum(each.kept for each in taken) / seen - sum(each.kept for each in others) / seen_others
    return 0.0, max(0.0, difference) * seen / offered


def judge_saving(saving: Saving, break_even: float | None) -> tuple[str, str]:
    """The verdict (pays, does_not_pay, cannot_tell) and the reason in words.

    Args:
        break_even: the share of those offered it that must be saved for it to cost nothing; None: costs unknown.
    """
    if saving.share is None:
        return "cannot_tell", saving.reason
    if break_even is None:
        return "cannot_tell", f"{saving.reason} What it costs, or what a customer is worth, is not known."
    needed = f"{saving.reason} It pays from {100 * break_even:.1f} in 100 on."
    if saving.share.low > break_even:
        return "pays", needed
    return ("does_not_pay", needed) if saving.share.high < break_even else ("cannot_tell", needed)


def share_to_save(cost: float | None, protected: float | None) -> float | None:
    """The share of customers that an onboarding has to save: its cost over the value that it protects; else None."""
    return cost / protected if cost is not None and protected is not None and protected > 0 else None
