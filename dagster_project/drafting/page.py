"""A drafted contract as commented YAML.

Holds writing only. Cells stand in it only where a contract needs them: words that `values` maps, and no personal ones.
"""

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .feeds import FeedDraft

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# What YAML takes for something else than text.
_NOT_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
_WIDTH = 116
SCHEMA_COMMENT = "# yaml-language-server: $schema=schema.json"


@dataclass
class ContractDraft:
    """A contract as it will be written; `about` and `doubts` are its opening comment."""

    name: str
    label: str
    system: str
    files: list[str]
    form: dict[str, Any]
    exported_at: dict[str, Any] | None
    feeds: list[FeedDraft]
    members: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def write_page(draft: ContractDraft) -> str:
    """The YAML text."""
    lines = [SCHEMA_COMMENT, *_comment(draft.about)]
    if draft.doubts:
        lines += ["#", "# Unsure of:", *(line for doubt in draft.doubts for line in _item(doubt))]
    lines += [
        f"name: {draft.name}",
        f"label: {_flow(draft.label)}",
        f"system: {draft.system}" + _beside("ids of one system mean the same in all its files: hubspot, shop …"),
        f"files: {_flow(draft.files)}" + _beside("relative to inbox/"),
    ]
    if draft.members:
        lines.append(f"members: {_flow(draft.members)}")
    lines.append("mode: append" + _beside("snapshot, if each file lists everything that exists"))
    if draft.exported_at is not None:
        lines.append(f"exported_at: {_flow(draft.exported_at)}")
    else:
        lines.append(
            "exported_at: modified_time"
            + _beside('with a date in the name: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}')
        )
    lines += [f"format: {_flow(draft.form)}", "feeds:"]
    for feed in draft.feeds:
        lines += [f"  # {line.removeprefix('  ')}" for line in _feed(feed)] if feed.is_offered else _feed(feed)
    return "\n".join(lines) + "\n"


def _feed(feed: FeedDraft) -> list[str]:
    lines = [f"  {feed.name}:" + _beside(feed.comment)]
    if feed.entity != feed.name:
        lines.append(f"    entity: {feed.entity}")
    if feed.key:
        lines.append(f"    key: {_flow(list(feed.key))}")
    if feed.when is not None:
        lines.append(f"    when: {_flow(feed.when)}")
    if feed.return_source:
        lines.append(f"    return_source: {feed.return_source}")
        lines.append("    every: none" + _beside("week, month … : then a missing file is an error"))
        if feed.declared_from is not None:
            lines.append(f"    from: {feed.declared_from}" + _beside("when the source began"))
    if feed.constants:
        lines.append(f"    constants: {_flow(feed.constants)}")
    lines.append("    columns:")
    for name, rule in feed.columns.items():
        lines.append(f"      {name}: {_flow(rule)}" + _beside(feed.notes.get(name, "")))
    return lines


def _flow(value: Any) -> str:
    """A value in YAML's flow style; text is quoted unless it is plain."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _beside(comment: str) -> str:
    return f"  # {comment}" if comment else ""


def _comment(texts: Iterable[str]) -> list[str]:
    return [f"# {line}" for text in texts for line in textwrap.wrap(text, _WIDTH)]


def _item(text: str) -> list[str]:
    first, *rest = textwrap.wrap(text, _WIDTH - 2)
    return [f"# - {first}", *(f"#   {line}" for line in rest)]
