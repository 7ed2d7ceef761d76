"""Hypothesis strategies for CSV files whose content is known, written as sloppily as real exports are.

Holds no judgement by the code under test: every line is built together with what has to be read from it.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

Row = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """Raw text and, for each record in it, the values or (disposition, reason)."""

    raw: str
    values: Row | None = None
    set_aside: tuple[tuple[str, str], ...] = ()

    @property
    def records(self) -> int:
        return 1 if self.values is not None else len(self.set_aside)


@dataclass(frozen=True)
class WrittenFile:
    content: bytes
    encoding: str
    delimiter: str
    columns: int
    rows: dict[int, Row]
    set_aside: list[tuple[int, str, str]]
    records: int


TEXT = st.text(st.sampled_from("ab \"',;\t|\n\ré\u20ac\u00df-0") | st.sampled_from("xyz"), max_size=6)
PLAIN = st.text(st.sampled_from("abé0 -"), min_size=1, max_size=4).filter(lambda text: text.strip() != "")


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


@st.composite
def cells(draw: st.DrawFn, delimiter: str) -> tuple[str, str]:
    """A value and how it is written."""
    value = draw(TEXT)
    must_quote = value.startswith('"') or any(mark in value for mark in (delimiter, "\n", "\r"))
    return value, quoted(value) if must_quote or draw(st.booleans()) else value


@st.composite
def good_lines(draw: st.DrawFn, delimiter: str, columns: int) -> Line:
    written = [draw(cells(delimiter)) for _ in range(columns)]
    raw = delimiter.join(text for _, text in written)
    if raw == delimiter * (columns - 1):
        raw = '""' + raw
    return Line(raw, tuple(value for value, _ in written))


@st.composite
def odd_lines(draw: st.DrawFn, delimiter: str, columns: int) -> Line:
    """A line that must not be read as a record."""
    kind = draw(st.sampled_from(["ragged", "nul", "text after quote", "two lines", "blank", "delimiters"]))
    texts = [draw(PLAIN) for _ in range(columns)]
    place = draw(st.integers(0, columns - 1))
    if kind == "ragged":
        count = draw(st.integers(1, columns + 2).filter(lambda number: number != columns))
        raw = delimiter.join(quoted(text) if draw(st.booleans()) else text for text in (texts * 4)[:count])
        noun = "1 cell" if count == 1 else f"{count} cells"
        return Line(raw, None, (("rejected", f"has {noun}, the header has {columns}"),))
    if kind == "nul":
        texts[place] = draw(st.sampled_from(["\0", "a\0b", '"a\0b"', '"\0\n"']))
        return Line(delimiter.join(texts), None, (("rejected", "holds a NUL byte"),))
    if kind == "text after quote":
        texts[place] = '"a"' + draw(st.sampled_from(["b", " ", 'b"', ' "c"']))
        return Line(delimiter.join(texts), None, (("rejected", "text after a closing quote"),))
    if kind == "two lines":
        texts[place] = '"a' + draw(st.sampled_from(["\n", "\r\n", "\r"])) + 'b"c'
        faults = ("text after a closing quote", "continues a record with a broken quote")
        return Line(delimiter.join(texts), None, tuple(("rejected", fault) for fault in faults))
    raw = "" if kind == "blank" else delimiter * (columns - 1)
    return Line(raw, None, (("blank", "blank line"),))


@st.composite
def written_files(draw: st.DrawFn) -> WrittenFile:
    """A whole file with its header `h1, h2, …`."""
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    columns = draw(st.integers(1, 4))
    mostly_clean = draw(st.booleans())
    line = good_lines(delimiter, columns)
    lines = draw(st.lists(line if mostly_clean else line | odd_lines(delimiter, columns), max_size=12))
    ends = st.sampled_from(["\n"] if draw(st.booleans()) else ["\n", "\r\n", "\r"])
    if draw(st.integers(0, 5)) == 0:
        lines.append(
            Line(delimiter.join(["a"] * (columns - 1) + ['"open']), None, (("rejected", "a quote is never closed"),))
        )
    header = delimiter.join(f"h{number}" for number in range(1, columns + 1))
    text = header + draw(ends.filter(lambda end: end != "\r"))
    rows: dict[int, Row] = {}
    set_aside: list[tuple[int, str, str]] = []
    number = 0
    for index, entry in enumerate(lines):
        if entry.values is not None:
            rows[number + 1] = entry.values
        set_aside += [(number + offset, *fault) for offset, fault in enumerate(entry.set_aside, start=1)]
        number += entry.records
        is_last = index == len(lines) - 1
        following = "" if is_last else lines[index + 1].raw
        end = draw(ends)
        if end == "\r" and (following == "" or following.startswith("\n")):
            end = "\n"  # a line feed behind it would make one line end of the two
        text += entry.raw + ("" if is_last and entry.raw and draw(st.booleans()) else end)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]))
    return WrittenFile(text.encode(encoding), encoding, delimiter, columns, rows, set_aside, number)
