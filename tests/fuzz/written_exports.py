"""Hypothesis strategies for export files that are written as sloppily as real ones, or damaged.

Every line is made together with what has to become of it; nothing here asks the code under test. How lines make up the
account of a file stands in `accounts_of_files`.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from accounts_of_files import Fact, Line
from forms_of_exports import FORMS, HEADER, Form
from hypothesis import strategies as st

_HUGE = 1_000_000
_WORDS = (
    "a", "A", "Zoé", "O'Brien", 'say "hi"', '"', '""', "'", "''", "a;b", "a,b", "a|b", "a\tb", "line\nbreak", "\n",
    "cr\rlf\r\n\r\n", "two  blanks", "<script>alert(1)</script>", "=1+1", "NULL", "null", "NaN", "\\N", "0", "-", "€ 5",
    "\\", '\\"', "c\\", "é" * 40, "x" * 300, "{}", "#", "--", "%s", "true", "2025-01-01", "NA", "na", "",
)  # fmt: skip
_IDS = ("1", "01", "1.0", "a", "A", "a-1", "a 1", "é", "e", "1;2", '"1"', "NULL", "0", "x" * 60)
_PADDING = st.sampled_from(["", "", "", " ", "  ", "\t", "\u00a0", "\n"])
_LETTERS = st.text(st.sampled_from("ab \"',;\t|\n\ré€-0"), max_size=6)
_UNREADABLE = {
    "Date": (("31/02/2025 12:00", "yesterday", "2025-13-01 10:00"), "is no date in the declared formats"),
    "Amount": (("12.5.0", "ten", "1e3", "--1"), "is no amount in the declared form"),
    "Number": (("1.5x", "many", "0x10"), "is no whole number"),
    "Kind": (("unheard of", "in firm", "i n"), "means nothing that the contract lists"),
}


@dataclass(frozen=True)
class WrittenExport:
    """A file's bytes, how it is written, and the account that has to be given of it."""

    form: Form
    content: bytes
    lines: tuple[Line, ...] = field(repr=False)


@st.composite
def written_exports(draw: st.DrawFn) -> WrittenExport:
    """A whole file."""
    form = draw(st.sampled_from(FORMS))
    order = (*draw(st.permutations(HEADER[:-1])), HEADER[-1])
    kinds = st.just("good") if draw(st.booleans()) else st.sampled_from(["good", "good", "unreadable", "broken"])
    makers = {"good": _good_line, "unreadable": _unreadable_line, "broken": _broken_line}
    lines = [makers[kind](draw, form, order) for kind in draw(st.lists(kinds, max_size=8))]
    if draw(st.integers(0, 39)) == 0:
        lines.insert(draw(st.integers(0, len(lines))), _good_line(draw, form, order, is_huge=True))
    lines = draw(st.permutations(lines)) if draw(st.booleans()) else [*lines, *lines[:2]]  # some rows twice
    lines += _ending(draw, form, order)
    return _put_together(draw, form, order, lines)


def _put_together(draw: st.DrawFn, form: Form, order: tuple[str, ...], lines: list[Line]) -> WrittenExport:
    ends = st.sampled_from(["\n"] if draw(st.booleans()) else ["\n", "\r\n", "\r"])
    text = "".join(
        draw(st.sampled_from(["Export of March", '"', "a;b,c|d\te", ""])) + "\n" for _ in range(form.skipped)
    )
    header = form.delimiter.join(_header_cell(draw, form, name) for name in order)
    text += header + draw(st.sampled_from(["\n", "\r\n"]))
    for index, line in enumerate(lines):
        is_last = index == len(lines) - 1
        following = "" if is_last else lines[index + 1].raw
        end = draw(ends)
        if end == "\r" and (following == "" or following.startswith("\n")):
            end = "\n"  # a line feed behind it would make one line end of the two
        text += line.raw + ("" if line.is_cut or (is_last and line.raw and draw(st.booleans())) else end)
    mark = b"\xef\xbb\xbf" if form.encoding == "utf-8" and draw(st.booleans()) else b""
    return WrittenExport(form, mark + text.encode(form.encoding), tuple(lines))


def _header_cell(draw: st.DrawFn, form: Form, name: str) -> str:
    written = draw(st.sampled_from([name, name.upper(), f" {name.lower()} "]))
    return _quoted(written, form) if draw(st.booleans()) else written


def _quoted(value: str, form: Form) -> str:
    return form.quote + value.replace(form.quote, form.quote * 2) + form.quote


def _cell(draw: st.DrawFn, form: Form, value: str) -> str:
    must = value.startswith(form.quote) or any(mark in value for mark in (form.delimiter, "\n", "\r"))
    return _quoted(value, form) if must or draw(st.integers(0, 3)) == 0 else value


def _padded(draw: st.DrawFn, value: str) -> str:
    return draw(_PADDING) + value + draw(_PADDING)


def _values(draw: st.DrawFn, form: Form, *, is_huge: bool = False) -> tuple[dict[str, str], Fact]:
    """The cells of a record that can be read, as written, and what they say."""
    moment = datetime(2024, 1, 1, 12, tzinfo=form.time_zone) + timedelta(days=draw(st.integers(0, 600)))
    amount = draw(st.none() | st.integers(-10_000_000, 10_000_000).map(lambda thousandths: Decimal(thousandths) / 1000))
    number = draw(st.none() | st.integers(-5, 10_000))
    name = draw(st.sampled_from(_WORDS) | _LETTERS)
    if is_huge:
        name = (draw(st.sampled_from(["a", "é\n", f"{form.quote}{form.delimiter}", "\r\n"])) * _HUGE)[:_HUGE] + "!"
    kind = draw(st.sampled_from(["in", "in", "firm", "firm", "other"]))
    values = {
        "Id": _padded(draw, draw(st.sampled_from(_IDS))) if draw(st.integers(0, 9)) else "",
        "Kind": _padded(draw, draw(st.sampled_from([kind, kind.upper()]))),
        "Date": moment.strftime(form.date),
        "Amount": "" if amount is None else str(amount).replace(".", form.decimal),
        "Name": _padded(draw, name),
        "Number": "" if number is None else str(number),
        "Extra": draw(st.sampled_from(_WORDS)),
    }
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return values, Fact(kind=kind, moment=utc, amount=amount, number=number)


def _good_line(draw: st.DrawFn, form: Form, order: tuple[str, ...], *, is_huge: bool = False) -> Line:
    values, fact = _values(draw, form, is_huge=is_huge)
    return _line(draw, form, order, values, fact)


def _line(draw: st.DrawFn, form: Form, order: tuple[str, ...], values: dict[str, str], fact: Fact) -> Line:
    written = tuple(_cell(draw, form, values[name]) for name in order)
    return Line(form.delimiter.join(written), values=values, fact=fact, cells=written)


def _unreadable_line(draw: st.DrawFn, form: Form, order: tuple[str, ...]) -> Line:
    """A record of the right shape, of which one cell cannot be read as declared."""
    values, fact = _values(draw, form)
    column = draw(st.sampled_from([*_UNREADABLE, "no date", "no kind"]))
    if column.startswith("no "):
        name = column.removeprefix("no ").title()
        values[name] = draw(st.sampled_from(["", " ", "\u00a0"]))
        reason = "is missing" if name == "Date" else _UNREADABLE[name][1]
    else:
        name, (texts, reason) = column, _UNREADABLE[column]
        values[name] = draw(st.sampled_from(texts))
    return _line(draw, form, order, values, replace(fact, fault=(name, reason)))


def _broken_line(draw: st.DrawFn, form: Form, order: tuple[str, ...]) -> Line:
    """A line that is no record."""
    mark, quote = form.delimiter, form.quote
    values, _ = _values(draw, form)
    written = [_cell(draw, form, values[name].replace("\n", " ").replace("\r", " ")) for name in order]
    place = draw(st.integers(0, len(order) - 1))
    kind = draw(st.sampled_from(["ragged", "nul", "after quote", "two lines", "blank", "blanks", "marks", "total"]))
    if kind == "ragged":
        count = draw(st.integers(1, len(order) + 2).filter(lambda number: number != len(order)))
        return _ragged(["x", *("1" * count)][:count], form)
    if kind == "nul":
        written[place] = draw(st.sampled_from(["\0", "a\0b", f"{quote}a\0b{quote}", f"{quote}\0\n{quote}"]))
        return Line(mark.join(written), set_aside=(("rejected", "holds a NUL byte"),))
    if kind == "after quote":
        written[place] = f"{quote}a{quote}" + draw(st.sampled_from(["b", " ", f"b{quote}", f" {quote}c{quote}"]))
        return Line(mark.join(written), set_aside=(("rejected", "text after a closing quote"),))
    if kind == "two lines":
        written[place] = f"{quote}a" + draw(st.sampled_from(["\n", "\r\n", "\r"])) + f"b{quote}c"
        faults = ("text after a closing quote", "continues a record with a broken quote")
        return Line(mark.join(written), set_aside=tuple(("rejected", fault) for fault in faults))
    if kind == "total":
        return _ragged(["Total", "1"], form)
    raw = {"blank": "", "blanks": " " * draw(st.integers(1, 3)), "marks": mark * (len(order) - 1)}[kind]
    return Line(raw, set_aside=(("blank", "blank line"),))


def _ragged(cells: list[str], form: Form) -> Line:
    noun = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    reason = f"has {noun}, the header has {len(HEADER)}"
    is_total = next((cell for cell in cells if cell), "").strip().lower().startswith("total")
    return Line(
        form.delimiter.join(cells),
        set_aside=(("rejected", reason),),
        may_be_footer=form.footer == "*" or (form.footer == "Total*" and is_total),
    )


def _ending(draw: st.DrawFn, form: Form, order: tuple[str, ...]) -> list[Line]:
    """What stands at the end of a file: footers, blank lines, a record that was cut off, or nothing of these."""
    kind = draw(st.sampled_from(["nothing", "nothing", "cut", "closing"]))
    if kind == "nothing":
        return []
    if kind == "cut":
        return _cut(draw, form, order)
    closing: list[Line] = []
    for _ in range(draw(st.integers(1, 4))):
        cells = draw(st.sampled_from([["Total", "12"], ["", "", "TOTAL 5"], [" total"], ["(c) 2025"], None]))
        closing.append(_ragged(cells, form) if cells else Line("", set_aside=(("blank", "blank line"),)))
    if form.footer == "Total*" and draw(st.booleans()):
        # As wide as a record: without the declared word nobody could tell.
        values = dict(zip(order, ["Total", *("1" * (len(order) - 1))], strict=True))
        closing.append(Line(form.delimiter.join(values.values()), values=values, may_be_footer=True))
    return closing


def _cut(draw: st.DrawFn, form: Form, order: tuple[str, ...]) -> list[Line]:
    """A record of which only the beginning was written."""
    whole = _good_line(draw, form, order)
    place = draw(st.integers(0, len(order) - 1))
    cell = whole.cells[place]
    kept = cell[: draw(st.integers(0, len(cell)))]
    raw = form.delimiter.join([*whole.cells[:place], kept])
    if not raw:
        return []
    if kept.startswith(form.quote):
        inner = kept[1:].replace(form.quote * 2, "")
        if not inner.endswith(form.quote):
            reach = kept.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").count("\n")
            before = sum(part.replace("\r\n", "\n").replace("\r", "\n").count("\n") for part in whole.cells[:place])
            faults = ["a quote is never closed", *["continues a record with a broken quote"] * (reach + before)]
            return [Line(raw, set_aside=tuple(("rejected", fault) for fault in faults), is_cut=True)]
        value = kept[1:-1].replace(form.quote * 2, form.quote)
    else:
        value = kept
    if place == len(order) - 1:
        values = {**(whole.values or {}), order[-1]: value}
        return [replace(whole, raw=raw, values=values, cells=(), is_cut=True)]
    if place == 0 and not raw.strip(" \t\r\n"):
        return [Line(raw, set_aside=(("blank", "blank line"),), is_cut=True)]
    ragged = _ragged([*whole.cells[:place], kept], form)
    return [replace(ragged, raw=raw, is_cut=True)]
