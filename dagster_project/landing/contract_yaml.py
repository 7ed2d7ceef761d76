"""YAML as text and marks: every scalar stays the text that was written, every place keeps its line.

Holds nothing about contracts. Text stays text so that `No`, `007` or `2022-01-01` mean what the model says, not what
YAML 1.1 makes of them.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dagster_project.errors import UsageError

Place = tuple[str | int, ...]
_DEEPEST = 24


@dataclass
class Document:
    """Plain data (dict, list, str, None) and the line of each place in it, counted from 1."""

    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_document(path: Path) -> Document:
    """Read one YAML file.

    Raises:
        UsageError: not UTF-8, not YAML, a key given twice, or nested without end; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}).", "Save the file as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        raise UsageError(f"{where}: {error.problem}.", "Correct the YAML there or just before it.") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is no YAML: {error}", "Correct the file.") from error
    document = Document(data=None)
    if root is not None:
        document.data = _convert(root, (), document, path)
    return document


def _convert(node: yaml.Node, place: Place, document: Document, path: Path) -> Any:
    if len(place) > _DEEPEST:
        raise UsageError(f"{path}, line {node.start_mark.line + 1}: nested too deeply.", "Remove the circular alias.")
    document.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, document, path)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(item, (*place, index), document, path) for index, item in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _mapping(node: yaml.MappingNode, place: Place, document: Document, path: Path) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise UsageError(f"{path}, line {line}: a key has to be one word.", "Put the key into quotes.")
        key = key_node.value
        if key_node.tag == "tag:yaml.org,2002:merge":
            merged.update(_merged(value_node, place, document, path))
            continue
        if key in own:
            raise UsageError(f"{path}, line {line}: {key!r} is given twice.", "Keep one of the two.")
        document.lines[(*place, key)] = line
        own[key] = _convert(value_node, (*place, key), document, path)
    return {**merged, **own}


def _merged(node: yaml.Node, place: Place, document: Document, path: Path) -> dict[str, Any]:
    parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
    merged: dict[str, Any] = {}
    for part in reversed(parts):
        data = _convert(part, (*place, "<<"), document, path)
        if not isinstance(data, dict):
            raise UsageError(
                f"{path}, line {part.start_mark.line + 1}: << needs a mapping.", "Name a mapping's anchor."
            )
        merged.update(data)
    return merged
