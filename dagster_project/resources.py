"""Where the parts that are not Python lie: dbt project, laws, built-in contracts, reference seeds.

In a checkout they stand at the root of the repository; in an installed wheel inside the package under `bundled/`.
Holds paths only; reads nothing.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _locate(name: str) -> Path:
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.exists() else _PACKAGE.parent / name


def dbt_project_dir() -> Path:
    """The folder that holds `dbt_project.yml`."""
    return _locate("dbt_models")


def expectations_dir() -> Path:
    """The folder that holds the laws' SQL."""
    return _locate("expectations")


def reference_seeds_dir() -> Path:
    """The folder of the CSV files that dbt loads as seeds."""
    return _locate("seeds") / "reference"


def builtin_contracts_dir() -> Path:
    """The folder of the contracts that ship with Amorce."""
    return _PACKAGE / "contracts"
