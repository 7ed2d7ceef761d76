"""Exports become typed, content-named Parquet files: contracts, byte inspection, reading, manifest.

This is the package's door. No Dagster import below it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dagster_project.resources import builtin_contracts_dir

from .checking import CheckReport, check
from .contract import Contract, load_contracts
from .fingerprint import inbox_fingerprint
from .land import land
from .nothing_landed import require_a_delivery
from .register import register
from .report import FileProblem, LandingEvent, LandingReport
from .run_stamp import RunStamp
from .withdrawal import Removed, Withdrawal, clean, withdraw

if TYPE_CHECKING:
    from dagster_project.workspace import Workspace

__all__ = [
    "CheckReport",
    "FileProblem",
    "LandingEvent",
    "LandingReport",
    "Removed",
    "RunStamp",
    "Withdrawal",
    "check",
    "clean",
    "inbox_fingerprint",
    "land",
    "load_workspace_contracts",
    "register",
    "require_a_delivery",
    "withdraw",
]


def load_workspace_contracts(workspace: "Workspace") -> Mapping[str, Contract]:
    """The contracts in force: the built-in ones, and the workspace's own, which replace those of the same name."""
    return load_contracts(builtin_contracts_dir(), workspace.contracts_dir)
