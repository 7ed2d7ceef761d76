"""What of a contract decides the landed rows, as one hash.

Holds no rule of reading: only which fields count and in which canonical form.
"""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from .entities import entity_schema_version
from .words import normalise_word

if TYPE_CHECKING:
    from .contract_model import Contract

# Raise it when the same bytes and the same contract would land other rows than before.
READER_VERSION = 3

_WITHOUT_EFFECT = {"label", "languages", "files", "max_rejected", "on_drift", "other_columns"}
_FEED_WITHOUT_EFFECT = {"every", "grace", "declared_from", "declared_until", "pauses"}


def fingerprint(contract: "Contract", time_zone: str) -> str:
    """Hex SHA-256 of the contract's meaning, the entity schema, the reader and the workspace's time zone.

    Spelling that makes no difference to reading (case of a header, order of `values`) makes none here.
    """
    declared = contract.model_dump(mode="json", exclude=_excluded(contract))
    if contract.on_drift == "reject_row":
        # Only then does drift decide which rows land; else a change of the policy lands nothing anew.
        declared |= {
            "on_drift": contract.on_drift,
            "other_columns": sorted(map(normalise_word, contract.other_columns)),
        }
    meaning = {
        "contract": _canonical(declared),
        "entity_schema": entity_schema_version(),
        "reader": READER_VERSION,
        "time_zone": time_zone,
    }
    text = json.dumps(meaning, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _excluded(contract: "Contract") -> dict[str, Any]:
    feeds: dict[str, Any] = dict.fromkeys(contract.feeds, _FEED_WITHOUT_EFFECT)
    return {**dict.fromkeys(_WITHOUT_EFFECT, True), "feeds": feeds}


def _canonical(value: Any, field: str = "") -> Any:
    if field in ("headers", "otherwise") and value is not None:
        return [normalise_word(header) for header in value]
    if field == "joined":
        return [[normalise_word(header) for header in headers] for headers in value]
    if field == "values" and value is not None:
        return {normalise_word(word): meaning for word, meaning in value.items()}
    if isinstance(value, dict):
        return {key: _canonical(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    return value
