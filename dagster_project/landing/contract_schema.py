"""The contract's JSON Schema, for editors that complete and check YAML.

Holds the translation only; the meaning stands in `contract_model`.
"""

from typing import Any

from .contract_model import Contract
from .entities import load_entities

_TEXT_FORMS = {
    # Parts that may also be written as one word: the models accept both.
    "ExportedAt": {"const": "modified_time"},
    "Mode": {"enum": ["append", "snapshot"]},
    "ReturnSource": {"type": "string"},
}


def contract_json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a contract file, with the entities' names as the choices of `entity`."""
    schema = Contract.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    for name, text_form in _TEXT_FORMS.items():
        definitions[name] = {"anyOf": [text_form, definitions[name]]}
    _accept_snapshot_form(definitions["Mode"])
    _accept_one_for_many(schema)
    joined = definitions["ColumnRule"]["properties"]
    joined["and"] = {"anyOf": [{"type": "string"}, joined["and"]]}
    feed = definitions["Feed"]["properties"]
    feed["entity"] = {"enum": sorted(load_entities())}
    feed["when"] = {"anyOf": [{"$ref": "#/$defs/When"}, feed["when"]]}
    feed["grace"] = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+( days?)?$"}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _accept_snapshot_form(mode: dict[str, Any]) -> None:
    part = {"type": "object", "properties": {"part": {"$ref": "#/$defs/Part"}}, "additionalProperties": False}
    mode["anyOf"].append({"type": "object", "properties": {"snapshot": part}, "required": ["snapshot"]})


def _accept_one_for_many(node: Any) -> None:
    """Wherever a list of texts is asked for, one text will do; every scalar may be a number."""
    if isinstance(node, dict):
        for value in node.values():
            _accept_one_for_many(value)
        if node.get("type") == "array" and node.get("items") == {"type": "string"}:
            listed = {key: node.pop(key) for key in list(node) if key not in {"title", "description", "default"}}
            node["anyOf"] = [{"type": "string"}, listed]
    elif isinstance(node, list):
        for value in node:
            _accept_one_for_many(value)
