"""Many tests at once: which of them count as discoveries.

Holds the procedure of Benjamini and Hochberg (1995). Must not know what is tested.
"""

from collections.abc import Sequence


def q_values(p_values: Sequence[float]) -> list[float]:
    """For each p value the smallest share of false discoveries at which it would count as one."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    found = [1.0] * len(p_values)
    smallest = 1.0
    for rank in range(len(order), 0, -1):
        smallest = min(smallest, p_values[order[rank - 1]] * len(order) / rank)
        found[order[rank - 1]] = smallest
    return found
