"""The worlds that the simulator can draw, by name.

Holds the list and the look-up; the worlds stand in `scenario`, `outflow_scenarios` and `customers.scenarios`.
"""

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from dagster_project.errors import UsageError
from dagster_project.simulation.customers.scenarios import CUSTOMER_SCENARIOS
from dagster_project.simulation.outflow_scenarios import OUTFLOW_SCENARIOS
from dagster_project.simulation.scenario import EVERYDAY, Scenario

__all__ = ["EVERYDAY", "SCENARIOS", "Scenario", "scenario_of"]

_EVERYDAY = Scenario("everyday", "four channels that work, each with its own dead time; the sample exports", EVERYDAY)
_ALL = (_EVERYDAY, *OUTFLOW_SCENARIOS, *CUSTOMER_SCENARIOS)
SCENARIOS: Mapping[str, Scenario] = MappingProxyType({scenario.name: scenario for scenario in _ALL})


def scenario_of(name: str) -> Scenario:
    """The scenario of that name.

    Raises:
        UsageError: there is none; the hint names the nearest.
    """
    if name in SCENARIOS:
        return SCENARIOS[name]
    near = difflib.get_close_matches(name, SCENARIOS, n=1, cutoff=0.0)
    raise UsageError(
        f"Unknown scenario {name!r}.", f"Did you mean {near[0]}? `amorce simulate --list-scenarios` names them all."
    )
