from pathlib import Path
from typing import Any

import pytest

from dagster_project.dbt_progress import DbtProgress
from dagster_project.errors import AmorceError
from dagster_project.progress import ProgressEvent, listening

LOG = Path("last_run.log")


def event(name: str, node: str = "", level: str = "info", message: str = "", **data: Any) -> dict[str, Any]:
    return {"info": {"name": name, "level": level, "msg": message}, "data": {"node_info": {"node_name": node}, **data}}


def test_it_tells_which_models_run_and_how_many_are_done() -> None:
    told: list[ProgressEvent] = []
    with listening(told.append):
        progress = DbtProgress()
        progress.observe(event("LogStartLine", "stg_contacts", total=2))
        progress.observe(event("LogStartLine", "stg_returns", total=2))
        progress.observe(event("LogModelResult", "stg_contacts", status="success"))
        progress.observe(event("LogModelResult", "stg_returns", status="success"))
        progress.raise_if_failed(0, LOG)
    assert [(each.text, each.done, each.total) for each in told] == [
        ("dbt is starting", 0, 0),
        ("stg_contacts", 0, 2),
        ("stg_contacts, stg_returns", 0, 2),
        ("stg_returns", 1, 2),
        ("stg_returns", 2, 2),
        ("2 models", 2, 2),
    ]


def test_a_failed_model_is_named_with_its_message() -> None:
    progress = DbtProgress()
    progress.observe(event("LogStartLine", "fct_returns", total=1))
    progress.observe(event("LogModelResult", "fct_returns", status="error", level="error", message="1 of 1 ERROR"))
    message = "Runtime Error in model fct_returns\n  column x is missing"
    progress.observe(event("RunResultError", level="error", message=message))
    with pytest.raises(AmorceError) as raised:
        progress.raise_if_failed(1, LOG)
    assert "`fct_returns`" in raised.value.message
    assert "column x is missing" in raised.value.message
    assert "amorce dbt build -s fct_returns" in raised.value.hint


def test_a_dbt_that_dies_without_a_word_is_a_failure() -> None:
    with pytest.raises(AmorceError, match="ended with code 2"):
        DbtProgress().raise_if_failed(2, LOG)
