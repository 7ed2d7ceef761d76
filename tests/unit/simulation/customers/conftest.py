"""A calendar and the people of one shard, for tests of what becomes of customers."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from dagster_project.simulation.clock import Clock
from dagster_project.simulation.comings import KINDS, Comings
from dagster_project.simulation.effects import RecordingEffects
from dagster_project.simulation.market import Market, draw_market


@pytest.fixture
def clock() -> Clock:
    """Two years and a half."""
    return Clock(date(2023, 1, 1), date(2025, 6, 30))


@pytest.fixture
def market(clock: Clock) -> Market:
    return draw_market(np.random.default_rng(1), 4_000, 0, clock.days, RecordingEffects())


@pytest.fixture
def orders_by() -> Callable[[np.ndarray, np.ndarray], Comings]:
    """Makes comings that are all orders, from contacts and local moments; what else is known of them is zero."""

    def make(contact: np.ndarray, moment: np.ndarray) -> Comings:
        columns = {column.name: np.zeros(len(contact), dtype=np.int64) for column in fields(Comings)}
        kind = np.full(len(contact), KINDS.index("order"), dtype=np.int64)
        return Comings(**{**columns, "contact": contact, "moment": moment, "kind": kind})

    return make
