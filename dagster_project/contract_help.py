"""What a new workspace gets to write contracts by: an example that is not in force, and the schema for editors.

Holds the writing of both; the example stands in `example_contract.yaml`.
"""

import json
from pathlib import Path

from dagster_project.landing.contract import contract_json_schema

EXAMPLE_FILE = "_example.yaml"
SCHEMA_FILE = "schema.json"


def write_contract_help(contracts_dir: Path) -> None:
    """Write example and schema into a workspace's contracts, unless somebody has put files of those names there."""
    example = Path(__file__).with_name("example_contract.yaml").read_text(encoding="utf-8")
    schema = json.dumps(contract_json_schema(), indent=1, ensure_ascii=False) + "\n"
    for name, text in ((EXAMPLE_FILE, example), (SCHEMA_FILE, schema)):
        path = contracts_dir / name
        if not path.exists():
            path.write_text(text, encoding="utf-8")
