"""What is accounted for before an effect is sought: columns by panel, and columns that all panels share.

Every panel (`panel.py`; one otherwise) has weights of its own for the same few columns of weeks; the shared columns run
over all panels. An orthonormal basis is kept in these two parts, so that hundreds of panels cost no column each. Must
not see returns.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.statistics.priming.kernels import Doubles

_DEPENDENT = 1e-7
"""Directions of which less than this share is left beside the others are left out."""


@dataclass(frozen=True)
class Accounted:
    """Orthonormal columns: `each` (week × column), one set for every panel, and `shared` (row × column) beside them."""

    each: Doubles
    shared: Doubles
    panels: int

    @property
    def columns(self) -> int:
        """Weights that are fitted."""
        return int(self.panels * self.each.shape[1] + self.shared.shape[1])

    def freed(self, columns: Doubles) -> Doubles:
        """Columns less all that this basis explains of them; rows stand panel below panel."""
        rest = freed_by_panel(columns, self.each, self.panels)
        return np.asarray(rest - self.shared @ (self.shared.T @ rest))


def account_for(each: Doubles, shared: Doubles, panels: int) -> Accounted:
    """A basis of the span of both parts; nearly dependent directions are left out.

    Args:
        each: week × column, for every panel by itself.
        shared: row × column, rows panel below panel.
        panels: how many there are.
    """
    basis = orthonormal(each)
    return Accounted(basis, left_of(freed_by_panel(shared, basis, panels), sizes_of(shared)), panels)


def freed_by_panel(columns: Doubles, basis: Doubles, panels: int) -> Doubles:
    """Columns less what a basis over weeks explains of them in each panel by itself."""
    apart = columns.reshape(panels, len(basis), -1)
    return np.asarray((apart - basis @ (basis.T @ apart)).reshape(columns.shape))


def sizes_of(columns: Doubles) -> Doubles:
    """The length of each column."""
    return np.asarray(np.sqrt(np.einsum("rc,rc->c", columns, columns)))


def left_of(rest: Doubles, sizes: Doubles) -> Doubles:
    """An orthonormal basis of what is left of columns of those sizes; of what is hardly left there is none."""
    if not rest.shape[1]:
        return rest
    left, values, _ = np.linalg.svd(rest / np.maximum(sizes, 1e-300), full_matrices=False)
    return np.asarray(left[:, values > _DEPENDENT])


def orthonormal(columns: Doubles) -> Doubles:
    """An orthonormal basis of the columns' span; nearly dependent directions are left out."""
    if not columns.shape[1]:
        return columns
    left, values, _ = np.linalg.svd(columns / np.maximum(sizes_of(columns), 1e-300), full_matrices=False)
    return np.asarray(left[:, values > _DEPENDENT * max(float(values[0]), 1e-300)])
