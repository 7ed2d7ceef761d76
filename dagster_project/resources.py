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


def sample_exports_dir() -> Path | None:
    """The folder of the sample exports, one folder per system; None where they are not shipped (a wheel)."""
    folder = _PACKAGE.parent / "seeds" / "exports"
    return folder if folder.is_dir() and any(path.is_dir() for path in folder.iterdir()) else None
