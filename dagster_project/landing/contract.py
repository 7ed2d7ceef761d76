"""The door to contracts: models, loading, fingerprint and JSON Schema under one name.

Holds no logic of its own.
"""

from .contract_fingerprint import READER_VERSION
from .contract_loading import load_contract, load_contracts
from .contract_model import (
    ISO_DATES,
    UNMAPPED,
    ColumnRule,
    Contract,
    Every,
    ExportedAt,
    Feed,
    Format,
    MaxRejected,
    Mode,
    Moment,
    OnUnmapped,
    OnUnmappedWord,
    Part,
    ReturnSource,
    ValueFormat,
    When,
)
from .contract_schema import contract_json_schema
from .words import normalise_word, normalise_word_sql

__all__ = [
    "ISO_DATES",
    "READER_VERSION",
    "UNMAPPED",
    "ColumnRule",
    "Contract",
    "Every",
    "ExportedAt",
    "Feed",
    "Format",
    "MaxRejected",
    "Mode",
    "Moment",
    "OnUnmapped",
    "OnUnmappedWord",
    "Part",
    "ReturnSource",
    "ValueFormat",
    "When",
    "contract_json_schema",
    "load_contract",
    "load_contracts",
    "normalise_word",
    "normalise_word_sql",
]
