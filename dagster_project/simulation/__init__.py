"""A market with known truth that writes the exports of its tools: `simulate()` and its report.

Holds the world's causes, the writers of the exports and the truth derived from what was written.
Must not import landing, dbt or Dagster: the truth is only worth something if it is found without them.
"""

from dagster_project.simulation.simulate import SimulationReport, simulate

__all__ = ["SimulationReport", "simulate"]
