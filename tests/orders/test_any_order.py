"""Whatever comes first, and however often: the same files give the same marts, table by table.

Five orders always, two hundred in the soak, which goes on where it was stopped.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from arrivals import arrivals, put, sample_deliveries
from played import HASH_KEY, Played
from played_models import compiled_models
from progress import Progress

from dagster_project.landing import land, load_workspace_contracts
from dagster_project.workspace import init_workspace

_SEED = 11
_ORDERS = 200
Marts = dict[str, tuple[int, int]]


class Trial:
    """The sample deliveries, and what became of them when they came in the order of their names."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._deliveries, self._rates = sample_deliveries(root, _SEED)
        self.expected, self.laws = self.marts_of(None)

    def marts_of(self, seed: int | None, *, with_laws: bool = True) -> tuple[Marts, list[object]]:
        """Hashes of the marts, and what the laws counted, after the arrivals of plan `seed`; None: all at once."""
        root = self._root / f"order-{seed}"
        played = self._land(root, self._deliveries, seed)
        played.register()
        played.rebuild()
        found = played.marts_hash(), [*played.laws()] if with_laws else []
        played.close()
        shutil.rmtree(root)
        return found

    def _land(self, root: Path, deliveries: Mapping[str, bytes], seed: int | None) -> Played:
        workspace = init_workspace(root, HASH_KEY)
        workspace.rates_path.write_bytes(self._rates)
        contracts = load_workspace_contracts(workspace)
        if seed is None:
            for name, content in deliveries.items():
                (workspace.inbox / name).parent.mkdir(exist_ok=True)
                (workspace.inbox / name).write_bytes(content)
            assert land(workspace, contracts).unreadable == []
        else:
            for arrival in arrivals(deliveries, seed):
                put(workspace.inbox, arrival, deliveries)
                assert land(workspace, contracts).unreadable == []
        return Played(workspace, contracts, compiled_models())


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("any_order"))


def differing(found: Marts, expected: Marts) -> list[str]:
    return [name for name in sorted({*found, *expected}) if found.get(name) != expected.get(name)]


def test_the_sample_fills_the_marts(trial: Trial) -> None:
    filled = {name for name, (rows, _) in trial.expected.items() if rows}
    assert filled >= {"fct_returns", "fct_outflows", "fct_orders", "dim_contacts", "identity_links", "sightings"}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_arrival_changes_no_mart_and_no_count_of_a_law(trial: Trial, seed: int) -> None:
    marts, laws = trial.marts_of(seed)
    assert differing(marts, trial.expected) == []
    assert laws == trial.laws


@pytest.mark.soak
def test_two_hundred_orders_of_arrival_change_no_mart(trial: Trial) -> None:
    progress = Progress("any_order", "dagster_project", "dbt_models", "tests/orders")
    for seed in range(_ORDERS):
        if not progress.has(str(seed)):
            marts, _ = trial.marts_of(seed, with_laws=False)
            assert differing(marts, trial.expected) == [], f"order {seed}"
            progress.keep(str(seed), 1)
    assert progress.total == _ORDERS
    print(f"{progress.total} orders")
