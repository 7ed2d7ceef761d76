"""Markov removal effects: how many conversions would be lost if nobody came through a channel.

Holds the chain and its exact solution. Must not know what a channel is called nor where its steps were counted.

Paths are walks over channels that end with a conversion or without one. The counted steps make a chain of order 1 to 3
(a state is the last one to three channels), and the removal effect of a channel is the share of the chain's conversions
whose walk meets it: 1 − P(conversion without it) ÷ P(conversion). Removing a channel ends the walk there (Anderl,
Becker, von Wangenheim and Schumann, Mapping the customer journey, IJRM 33, 2016). Credit is in proportion to the
effects. Nothing is simulated: the probabilities solve linear equations.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]

CONVERSION = 0
"""What comes next where a path ends with a conversion."""
NOTHING = -1
"""What comes next where it ends without one."""
HIGHEST_ORDER = 3
_DENSE_STATES = 1500
_TOLERANCE = 1e-13
_MOST_ROUNDS = 100_000


@dataclass(frozen=True)
class Steps:
    """Counted steps: row i happened `counts[i]` times.

    `before` has three columns: the channels of the last step, of the one before and of the one before that, as numbers
    from 1, 0 where the path had not begun. `following` is the number of the next channel, `CONVERSION` or `NOTHING`.
    """

    before: Integers
    following: Integers
    counts: Floats

    @property
    def channels(self) -> Integers:
        """The numbers of all channels, ascending."""
        found: Integers = np.unique(self.following[self.following > 0])
        return found


def removal_effects(steps: Steps, order: int = 1) -> tuple[Integers, Floats]:
    """The channels and their removal effects, each from 0 to 1; all 0 if nothing ever converts.

    Args:
        steps: of whole paths, so that every state leads to an end.
        order: how many of the last channels a state remembers, 1 to 3.

    Raises:
        ValueError: another order.
    """
    if not 1 <= order <= HIGHEST_ORDER:
        raise ValueError(f"a chain remembers 1 to {HIGHEST_ORDER} channels, not {order}")
    channels = steps.channels
    if not len(channels):
        return channels, np.zeros(0)
    if order == 1:
        return channels, first_order_effects(steps, steps.counts[np.newaxis, :])[0]
    chain = _chain_of(steps, order)
    if chain.size <= _DENSE_STATES:
        return channels, _solved(chain, channels)
    return channels, _iterated(chain, channels)


def first_order_effects(steps: Steps, samples: Floats) -> Floats:
    """Removal effects of order 1 for many samples of counts at once.

    Args:
        steps: which steps there are; their own counts are not read.
        samples: samples × steps, the counts of each.

    Returns:
        samples × channels.
    """
    channels = steps.channels
    size = len(channels) + 1  # state 0 is the beginning
    states = np.where(steps.before[:, 0] > 0, np.searchsorted(channels, steps.before[:, 0]) + 1, 0)
    totals = np.zeros((len(samples), size))
    converted = np.zeros((len(samples), size))
    moves = np.zeros((len(samples), size, size))
    is_move = steps.following > 0
    targets = np.searchsorted(channels, steps.following[is_move]) + 1
    for sample, counts in enumerate(samples):
        totals[sample] = np.bincount(states, counts, size)
        ends = steps.following == CONVERSION
        converted[sample] = np.bincount(states[ends], counts[ends], size)
        np.add.at(moves[sample], (states[is_move], targets), counts[is_move])
    divisors = np.where(totals > 0, totals, 1)
    visits = np.linalg.inv(np.eye(size) - moves / divisors[:, :, np.newaxis])
    probability = np.einsum("nij,nj->ni", visits, converted / divisors)
    met = visits[:, 0, 1:] / np.einsum("nii->ni", visits)[:, 1:]
    whole = probability[:, :1]
    effects: Floats = np.divide(met * probability[:, 1:], whole, out=np.zeros_like(met), where=whole > 0)
    return np.clip(effects, 0.0, 1.0)


def shares_of_effects(effects: Floats) -> Floats:
    """The effects as shares of their sum along the last axis; zeros where it is zero."""
    whole = effects.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(effects, whole, out=np.zeros_like(effects), where=whole > 0)
    return shares


@dataclass(frozen=True)
class _Chain:
    """Transition probabilities between states (the first is the beginning), and into a conversion."""

    moves: sparse.csr_array
    converted: Floats
    latest: Integers
    """The last channel of each state; 0 at the beginning."""

    @property
    def size(self) -> int:
        return len(self.latest)


def _chain_of(steps: Steps, order: int) -> _Chain:
    base = int(max(steps.before.max(initial=0), steps.following.max(initial=0))) + 1
    powers = base ** np.arange(order, dtype=np.int64)
    codes = steps.before[:, :order] @ powers
    is_move = steps.following > 0
    following = np.where(is_move, steps.following + base * (codes % base ** (order - 1)), 0)
    names = np.unique(np.concatenate([np.zeros(1, dtype=np.int64), codes, following[is_move]]))
    rows, columns = np.searchsorted(names, codes), np.searchsorted(names, following)
    size = len(names)
    totals = np.bincount(rows, steps.counts, size)
    divisors = np.where(totals > 0, totals, 1)
    ends = steps.following == CONVERSION
    moves = sparse.coo_array(
        (steps.counts[is_move] / divisors[rows[is_move]], (rows[is_move], columns[is_move])), shape=(size, size)
    )
    converted = np.bincount(rows[ends], steps.counts[ends], size) / divisors
    return _Chain(moves.tocsr(), converted, names % base)


def _solved(chain: _Chain, channels: Integers) -> Floats:
    """By the inverse: who meets a channel first does so in one of its states, and converts from there or not."""
    visits = np.linalg.inv(np.eye(chain.size) - chain.moves.toarray())
    probability = visits @ chain.converted
    effects = np.zeros(len(channels))
    for number, channel in enumerate(channels):
        of_channel = np.flatnonzero(chain.latest == channel)
        first_met = np.linalg.solve(visits[np.ix_(of_channel, of_channel)].T, visits[0, of_channel])
        effects[number] = first_met @ probability[of_channel]
    whole = probability[0]
    return np.clip(effects / whole, 0.0, 1.0) if whole > 0 else np.zeros(len(channels))


def _iterated(chain: _Chain, channels: Integers) -> Floats:
    """By rounds of steps until nothing moves any more: an inverse of so many states would not fit into memory.

    Column 0 lets every channel stand, each further column removes one.

    Raises:
        ArithmeticError: the walks do not end.
    """
    stands = np.ones((chain.size, len(channels) + 1))
    stands[:, 1:] = chain.latest[:, np.newaxis] != channels[np.newaxis, :]
    probability = stands * chain.converted[:, np.newaxis]
    reached = probability.copy()
    for _ in range(_MOST_ROUNDS):
        reached = stands * (chain.moves @ reached)
        probability += reached
        if reached.max() < _TOLERANCE:
            break
    else:
        raise ArithmeticError("the steps are not of whole paths: some state never leads to an end")
    whole = probability[0, 0]
    return np.clip(1 - probability[0, 1:] / whole, 0.0, 1.0) if whole > 0 else np.zeros(len(channels))
