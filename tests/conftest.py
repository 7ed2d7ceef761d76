"""What tests of several parts share."""

from pathlib import Path

import pytest
from warehouse import Warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with an empty schema `landing`, its own for each module."""
    root: Path = tmp_path_factory.mktemp("warehouse")
    made = Warehouse(root)
    made.create_landing()
    return made
