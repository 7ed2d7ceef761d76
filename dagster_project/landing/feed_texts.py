"""From cells to the text that a column means: aliases, parts of a cell, the contract's words, defaults.

Holds what happens before a text is cast; nothing here knows a type beyond whether `unmapped` can be one of its values.
"""

from dataclasses import dataclass

from .cells import Cells
from .contract import UNMAPPED, ColumnRule, OnUnmappedWord, normalise_word, normalise_word_sql
from .sql import quote_value, word_map

_TYPES_WITH_WORDS = ("category", "text", "boolean")
ANY_WORD = "*"


@dataclass(frozen=True)
class Text:
    """The text of one column of a feed.

    Attributes:
        cells: names of the cleaned cells it may come from; none = constant or absent.
        value: SQL of the text, null where there is none.
        is_unmapped: SQL that is true where a word is not listed and lost its meaning; None = cannot be.
        differs: SQL that is true where two of its cells disagree; None = cannot be.
    """

    cells: list[str]
    value: str
    is_unmapped: str | None = None
    differs: str | None = None


def cell_text(cells: list[str]) -> Text:
    """The text of the first filled cell among aliases."""
    if not cells:
        return Text([], "cast(null as varchar)")
    if len(cells) == 1:
        return Text(cells, cells[0])
    first = f"coalesce({', '.join(cells)})"
    differs = " or ".join(f"coalesce({cell} <> {first}, false)" for cell in cells[1:])
    return Text(cells, first, differs=f"({differs})")


def parts_of_cell(text: str, separator: str) -> str:
    """The filled parts of a cell as a list; a list of one null where there is none."""
    parts = f"list_filter(list_transform(string_split({text}, {quote_value(separator)}), x -> trim(x)), x -> x <> '')"
    return f"case when len({parts}) > 0 then {parts} else [cast(null as varchar)] end"


def meaning(text: str, values: dict[str, str]) -> str:
    """What a word means by the contract's list; null for an unlisted word.

    `*` stands for any text: `C*` for every word that begins with a C, `*` alone for every word that is not listed.
    As a meaning it keeps the text as it is written.
    """
    exact = {normalise_word(word): meaning for word, meaning in values.items() if ANY_WORD not in word}
    patterns = {normalise_word(word): meaning for word, meaning in values.items() if ANY_WORD in word}
    word = normalise_word_sql(text)
    found = word_map(exact, word) if exact else "cast(null as varchar)"
    if not patterns:
        return found
    # The longest pattern is the most particular one.
    longest_first = sorted(patterns.items(), key=lambda entry: (-len(entry[0]), entry[0]))
    cases = " ".join(
        f"when {word} like {_like(pattern)} then {text if value == ANY_WORD else quote_value(value)}"
        for pattern, value in longest_first
    )
    return f"coalesce({found}, case {cases} end)"


def mapped_text(source: Text, found: str, type_name: str, default: str | None, policy: OnUnmappedWord) -> Text:
    """The text after the contract's words: the meaning, else the default, else what the policy says.

    Args:
        source: the text before.
        found: name of the column that holds the word's meaning.
        type_name: the entity's type of the column; one that cannot hold `unmapped` keeps its own text.
        default: the contract's default.
        policy: what happens to an unlisted word.
    """
    if default is not None:
        return Text(source.cells, f"coalesce({found}, {quote_value(default)})", differs=source.differs)
    if policy == "empty":
        return Text(source.cells, found, differs=source.differs)
    if type_name not in _TYPES_WITH_WORDS:
        return Text(source.cells, f"coalesce({found}, {source.value})", differs=source.differs)
    is_unmapped = f"({found} is null and {source.value} is not null)"
    kept = UNMAPPED if policy == "keep" and type_name != "boolean" else None
    value = f"case when {is_unmapped} then {quote_value(kept)} else {found} end" if kept else found
    return Text(source.cells, value, is_unmapped, source.differs)


def texts_of(cells: Cells, headers: tuple[str, ...], nulls: tuple[str, ...]) -> Text:
    """The text under some headers; absent ones give null."""
    return cell_text(cells.texts(headers, nulls))


def text_of_rule(cells: Cells, rule: ColumnRule, nulls: tuple[str, ...]) -> Text:
    """The text that a column's rule asks for: its cell, the cells joined to it, and those that stand in for it."""
    source = texts_of(cells, rule.headers, nulls)
    further = [texts_of(cells, headers, nulls) for headers in rule.joined]
    present = [text for text in (source, *further) if text.cells]
    if rule.complete and len(present) <= len(further):
        source = Text([], "cast(null as varchar)")
    elif len(present) > 1:
        values = [text.value for text in present]
        # `||` with a null is null; concat_ws passes nulls over.
        joined = " || ' ' || ".join(values) if rule.complete else f"nullif(concat_ws(' ', {', '.join(values)}), '')"
        source = Text([cell for text in present for cell in text.cells], joined, differs=source.differs)
    substitutes = cells.texts(rule.otherwise or (), nulls)
    if substitutes:
        value = f"coalesce({', '.join([source.value, *substitutes])})"
        source = Text([*source.cells, *substitutes], value, differs=source.differs)
    return source


def _like(pattern: str) -> str:
    escaped = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return quote_value(escaped.replace(ANY_WORD, "%")) + " escape '\\'"
