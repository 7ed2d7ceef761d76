"""`sources.yml` of the models and `entities.yml` of landing say the same about every landed column."""

import pytest
from warehouse import source_columns

from dagster_project.landing.entities import load_entities

FIXED_TABLES = {
    "contracts",
    "deliveries",
    "left_records",
    "problems",
    "rates",
    "return_sources",
    "run",
    "sightings",
    "tallies",
}


@pytest.mark.parametrize("entity", sorted(load_entities()))
def test_the_models_declare_exactly_the_columns_that_landing_writes(entity: str) -> None:
    assert source_columns()[entity] == dict(load_entities()[entity].landed_columns())


def test_the_models_declare_every_entity_and_no_other_table() -> None:
    assert set(source_columns()) == set(load_entities()) | FIXED_TABLES
