"""How often customers buy again, whether they still do, and what they spend: BG/NBD and gamma-gamma.

Holds both fits (Fader, Hardie and Lee, Marketing Science 24, 2005; Fader and Hardie, "The gamma-gamma model of monetary
value", 2013) and the part of an expectation that no SQL can work out. Must not read a table (`buying_store.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, hyp2f1

from dagster_project.statistics.intervals import Estimate
from dagster_project.statistics.likelihood import likeliest

FEWEST = 30
"""Customers who bought again below whom four parameters are no estimate."""
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Buying:
    """BG/NBD: rates of buying are gamma(r, alpha) per week, chances to leave after a purchase beta(a, b).

    Without a and b the data do not show that anybody leaves: the negative binomial model, its limit (Ehrenberg 1959).
    """

    r: Estimate
    alpha: Estimate
    a: Estimate | None
    b: Estimate | None
    customers: int


@dataclass(frozen=True)
class Spending:
    """Gamma-gamma: a purchase is gamma(p, v), and v over customers gamma(q, scale)."""

    p: Estimate
    q: Estimate
    v: Estimate
    customers: int


def fit_buying(
    repeats: Sequence[int], recency_weeks: Sequence[float], age_weeks: Sequence[float], customers: Sequence[int]
) -> Buying | None:
    """The likeliest BG/NBD, or its limit; None where fewer than 30 bought again or no likelihood has a peak.

    Args:
        repeats: purchases after the first one, by cell of customers who are alike.
        recency_weeks: weeks from the first to the last purchase.
        age_weeks: weeks from the first purchase until now.
        customers: how many customers are in the cell.
    """
    x, last, age, count = (
        np.asarray(each, dtype=np.float64) for each in (repeats, recency_weeks, age_weeks, customers)
    )
    if count[x > 0].sum() < FEWEST or age.max() <= 0:
        return None

    def misfit(logarithms: Doubles) -> float:
        r, alpha, a, b = np.exp(logarithms)
        bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        active = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
        left = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + last)
        return -float(np.sum(count * (bought + np.where(x > 0, np.logaddexp(active, left), active))))

    # Rates are told in the unit of the data: the search begins with one purchase in a mean age.
    found = likeliest(misfit, np.array([0.0, np.log(age.mean()), 0.0, 0.0]))
    if found is not None:
        r, alpha, a, b = found
        return Buying(r, alpha, a, b, int(count.sum()))

    def misfit_of_stayers(logarithms: Doubles) -> float:
        r, alpha = np.exp(logarithms)
        bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + age)
        return -float(np.sum(count * bought))

    staying = likeliest(misfit_of_stayers, np.array([0.0, np.log(age.mean())]))
    return Buying(staying[0], staying[1], None, None, int(count.sum())) if staying else None


def fit_spending(repeats: Sequence[int], mean_amounts: Sequence[float]) -> Spending | None:
    """The likeliest gamma-gamma from customers who bought again; None as for buying.

    Args:
        repeats: purchases after the first one, at least one.
        mean_amounts: mean amount of these, more than 0.
    """
    x, mean = np.asarray(repeats, dtype=np.float64), np.asarray(mean_amounts, dtype=np.float64)
    if len(x) < FEWEST:
        return None

    def misfit(logarithms: Doubles) -> float:
        p, q, v = np.exp(logarithms)
        return -float(
            np.sum(
                gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
                + (p * x - 1) * np.log(mean) + p * x * np.log(x) - (p * x + q) * np.log(x * mean + v)
            )
        )  # fmt: skip

    found = likeliest(misfit, np.array([0.0, 1.0, np.log(mean.mean())]))
    if found is None:
        return None
    p, q, v = found
    return Spending(p, q, v, len(x))


def expected_if_active(
    buying: Buying, repeats: Sequence[int], age_weeks: Sequence[float], horizon_weeks: float
) -> list[float]:
    """Purchases to be expected within the horizon, by cell, of customers who still buy.

    Times the probability that a customer still buys it is the expectation of the model; it does not hang on recency.
    """
    x, age = np.asarray(repeats, dtype=np.float64), np.asarray(age_weeks, dtype=np.float64)
    r, alpha = buying.r.value, buying.alpha.value
    if buying.a is None or buying.b is None:
        return [float(value) for value in (r + x) / (alpha + age) * horizon_weeks]
    a, b = buying.a.value, buying.b.value
    until = alpha + age + horizon_weeks
    # The formula divides by a − 1 and has a limit there.
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6
    series = hyp2f1(r + x, b + x, a + b + x - 1, horizon_weeks / until)
    expected = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / until) ** (r + x) * series)
    return [float(value) for value in np.maximum(expected, 0.0)]
