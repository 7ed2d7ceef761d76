"""Items of JSON as records: nested fields by dotted path, every value as text.

Read twice, since a later item may have fields that the first ones lack: once for the fields, once for the values. Where
an item ends is told by `json_items`.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.errors import UnreadableFile

from ..contract_model import Format
from ..decoding import Utf8Blocks
from ..inspection_result import MAX_COLUMNS
from .json_items import items_of, lines_of
from .limits import MAX_DEPTH
from .numbers import DecimalSigns, decimal_text
from .plain_file import PlainFile

LIST_SEPARATOR = ";"
_BLOCK_BYTES = 512 * 1024


class _Refused(Exception):
    """An item that cannot be a record; its text is the reason."""


def write_json_records(path: Path, form: Format, signs: DecimalSigns, shown: Path, tmp_dir: Path) -> PlainFile:
    """Write the items of a JSON file (`json`: one list; `jsonl`: one item a line) as plain records.

    Raises:
        UnreadableFile: wrong encoding, no list, an item without end, no field at all.
    """
    fields = _fields(path, form, shown)
    sign_of = {field: signs.of_column(field) for field in fields}
    positions = {field: position for position, field in enumerate(fields)}
    with PlainFile(tmp_dir) as plain:
        plain.header(fields)
        for item in _items(path, form, shown):
            try:
                found = _flat(item)
            except _Refused as refusal:
                plain.reject(str(refusal))
                continue
            cells = [""] * len(fields)
            for field, value in found.items():
                cells[positions[field]] = _text(value, sign_of[field])
            plain.record(cells)
    return plain


def _fields(path: Path, form: Format, shown: Path) -> list[str]:
    """Every field of every item, in the order in which they appear."""
    fields: dict[str, None] = {}
    for item in _items(path, form, shown):
        try:
            fields.update(dict.fromkeys(_flat(item)))
        except _Refused:
            continue  # counted and named when the values are read
        if len(fields) > MAX_COLUMNS:
            raise UnreadableFile(f"{shown}: has more than {MAX_COLUMNS} fields.", "Are its field names values?")
    if not fields:
        raise UnreadableFile(f"{shown}: no item has a field.", "Export it again, or write the file's true `type`.")
    return list(fields)


def _items(path: Path, form: Format, shown: Path) -> Iterator[bytes]:
    blocks = iter(Utf8Blocks(path, form.encoding, _BLOCK_BYTES, None))
    return lines_of(blocks, shown) if form.type == "jsonl" else items_of(blocks, shown)


def _flat(item: bytes) -> dict[str, Any]:
    """The fields of one item by path; a blank line has none.

    Raises:
        _Refused: it is no object, or names a field twice.
    """
    if not item.strip():
        return {}
    try:
        value = json.loads(
            item, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object_without_repeats
        )
    except (ValueError, RecursionError):
        raise _Refused("is no JSON object") from None
    if not isinstance(value, dict):
        raise _Refused("is no JSON object")
    flat: dict[str, Any] = {}
    _flatten(value, "", flat, 0)
    return flat


def _flatten(value: dict[str, Any], prefix: str, flat: dict[str, Any], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _Refused(f"is nested deeper than {MAX_DEPTH} levels")
    for name, inner in value.items():
        if isinstance(inner, dict):
            _flatten(inner, f"{prefix}{name}.", flat, depth + 1)
        elif f"{prefix}{name}" in flat:
            raise _Refused("names a field twice")
        else:
            flat[f"{prefix}{name}"] = inner


def _text(value: Any, sign: str) -> str:
    """A value as the text of a cell; null is nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case Decimal():
            return decimal_text(value, sign)
    texts = [] if any(isinstance(part, dict | list) for part in value) else [_text(part, sign) for part in value]
    if len(texts) == len(value) and not any(LIST_SEPARATOR in text for text in texts):
        return LIST_SEPARATOR.join(texts)
    return json.dumps(value, ensure_ascii=False, default=float)


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("names a field twice")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
