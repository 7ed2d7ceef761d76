"""From the text of a cell to typed values, by the formats that a contract declares; nothing is guessed.

Holds one function per type of `entities.yml`. A text that cannot be read as declared is reported, never bent: each cast
names the condition under which it was readable. Personal values leave as keyed hashes only.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from .date_formats import has_time, instants, local_formats, local_timestamp, try_strptime
from .entities import EntityColumn
from .phones import country_of_digits, international_digits, is_international
from .sql import hash60, hmac60, quote_list, quote_value
from .time_zones import local_to_utc, utc_to_local

_TRUE_WORDS = ["true", "yes", "y", "1", "oui", "vrai", "x", "t"]
_FALSE_WORDS = ["false", "no", "n", "0", "non", "faux", "f"]
_BLANK_THOUSANDS = [" ", "\u00a0", "\u2009", "\u202f"]
_CURRENCY_MARKS = "€$£"
_OUTER_BLANKS = "".join(_BLANK_THOUSANDS)
_NO_DATE = "is no date in the declared formats"
_ADDRESS = r"^[^@\s<>,;\"]+@(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,}$"
_URL = (
    r"^(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^@/]*@)?(?:www\.)?"
    r"((?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,})\.?(?:[:/?#].*)?$"
)
_PLAIN_HOST = r"(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}"
_KIND_OF_ID = {
    "customer_id": "contact",  # a customer number is a contact's id in the shop's namespace
    "referrer_contact_id": "contact",
    "parent_account_id": "account",
    "becomes_deal_id": "deal",
}


@dataclass(frozen=True)
class CellFormat:
    """How one column writes its values, and in whose namespace its ids stand."""

    decimal: str
    thousands: str
    dates: tuple[str, ...]
    zone: ZoneInfo
    country: str | None
    system: str
    is_percent: bool = False


@dataclass(frozen=True)
class Cast:
    """What becomes of one cell, in two steps so that no expensive expression is written twice.

    Attributes:
        first: name → SQL over the text.
        outputs: physical column → SQL, which may use the names of `first`.
        readable: SQL that is true where a given text could be read; None = every text can be.
        reason: what is said of a text that cannot.
        loses_row: whether an unreadable text rejects its record; else the value becomes null and is counted.
    """

    first: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    readable: str | None = None
    reason: str = ""
    loses_row: bool = True


def cast_cell(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    """The typed values of an entity's column.

    Args:
        column: what the cell fills.
        text: SQL of the cleaned text, null where the cell is empty.
        cell: how the values are written.
    """
    return _CASTS[column.type](column, text, cell)


def cast_moment(name: str, text: str, cell: CellFormat) -> Cast:
    """A moment as naive UTC timestamp; null where no declared format fits. A date alone is the start of its day."""
    local = local_formats(cell.dates)
    first, readings = {}, instants(text, cell.dates)
    if local:
        first[f"{name}__local"] = local_timestamp(text, local, is_only=len(cell.dates) == 1)
        readings.append(local_to_utc(f"{name}__local", cell.zone))
    value = readings[0] if len(readings) == 1 else f"coalesce({', '.join(readings)})"
    return Cast(first, {name: value}, f"{name} is not null", _NO_DATE)


def number(text: str, cell: CellFormat, marks: str = "") -> str:
    """A decimal(18,6); null where the text is no number in the declared form.

    Thousands have to stand in groups of three, so that `1.23` is never taken for 123.
    """
    groups = _BLANK_THOUSANDS if cell.thousands in _BLANK_THOUSANDS else [cell.thousands] * bool(cell.thousands)
    separators = "[" + "".join(f"\\x{{{ord(group):x}}}" for group in groups) + "]"
    whole = f"(?:[0-9]{{1,3}}(?:{separators}[0-9]{{3}})+|[0-9]*)" if groups else "[0-9]*"
    pattern = f"[+-]?{whole}(?:\\{cell.decimal}[0-9]*)?"
    bare = f"trim(translate({text}, {quote_value(marks)}, ''), {quote_value(_OUTER_BLANKS)})" if marks else text
    digits = f"translate({bare}, {quote_value(''.join(groups))}, '')" if groups else bare
    pointed = f"replace({digits}, ',', '.')" if cell.decimal == "," else digits
    return f"case when regexp_full_match({bare}, {quote_value(pattern)}) then try_cast({pointed} as decimal(18,6)) end"


def _text(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    return Cast({}, {column.name: text})


def _identifier(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    return Cast({}, {column.name: text, f"{column.name}_key": identifier_key(column.name, text, cell.system)})


def identifier_key(column: str, text: str, system: str) -> str:
    """`hash60(kind|system|id)`: columns of one kind meet in one namespace; `old_id`, `new_id` are of their `thing`."""
    if column in ("old_id", "new_id"):
        return hash60(f"thing || {quote_value(f'|{system}|')} || {text}")
    kind = _KIND_OF_ID.get(column, column.removesuffix("_id"))
    return hash60(f"{quote_value(f'{kind}|{system}|')} || {text}")


def _moment(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    moment = cast_moment(column.name, text, cell)
    dates = [pattern for pattern in cell.dates if not has_time(pattern)]
    with_time = [pattern for pattern in cell.dates if has_time(pattern)]
    is_mixed = bool(dates and with_time)
    is_date_only = f"{try_strptime(text, dates)} is not null" if is_mixed else quote_value(bool(dates))
    flag = {f"{column.stem}_is_date_only": f"case when {text} is not null then {is_date_only} end"}
    return replace(moment, outputs=moment.outputs | flag)


def _timestamp(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    return cast_moment(column.name, text, cell)


def _date(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    """The day in the file's time zone."""
    local = local_formats(cell.dates)
    readings = [local_timestamp(text, local, is_only=len(cell.dates) == 1)] if local else []
    readings += [utc_to_local(instant, cell.zone) for instant in instants(text, cell.dates)]
    return Cast(
        {}, {column.name: f"cast(coalesce({', '.join(readings)}) as date)"}, f"{column.name} is not null", _NO_DATE
    )


def _number(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    value = number(text, cell)
    if cell.is_percent:
        value = f"cast({number(text, cell, marks='%')} / 100 as decimal(18,6))"
    return Cast({}, {column.name: value}, f"{column.name} is not null", "is no number in the declared form")


def _money(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    value = number(text, cell, marks=_CURRENCY_MARKS)
    return Cast({}, {column.name: value}, f"{column.name} is not null", "is no amount in the declared form")


def _integer(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    read = f"{column.name}__number"
    whole = f"case when {read} = trunc({read}) then cast({read} as bigint) end"
    return Cast({read: number(text, cell)}, {column.name: whole}, f"{column.name} is not null", "is no whole number")


def _boolean(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    word = f"lower({text})"
    is_true, is_false = (f"{word} in {quote_list(words)}" for words in (_TRUE_WORDS, _FALSE_WORDS))
    value = f"case when {is_true} then true when {is_false} then false end"
    return Cast({}, {column.name: value}, f"{column.name} is not null", "is neither yes nor no")


def _email(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    """An unreadable address gives null keys; `Ann <ann@example.org>` gives those of the address."""
    found = f"{column.name}__address"
    named = f"regexp_extract({text}, '<([^<>]*)>\\s*$', 1)"
    bare = f"lower(trim(case when {text} like '%<%' then {named} else {text} end))"
    address = f"regexp_extract({bare}, '{_ADDRESS}')"
    key = hmac60(f"'email|' || {found}")
    domain = f"nullif(split_part({found}, '@', 2), '')"
    outputs = {
        f"{column.name}_key": f"case when {found} <> '' then {key} end",
        f"{column.name}_domain": domain,
        f"{column.name}_domain_key": hash60(f"'domain|' || {domain}"),
    }
    return Cast({found: address}, outputs, f"{column.name}_key is not null", "is no e-mail address", loses_row=False)


def _domain(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    host = f"{column.name}__host"
    first = {host: _host(f"lower({text})")}
    outputs = {column.name: host, f"{column.name}_key": hash60(f"'domain|' || {host}")}
    return Cast(first, outputs, f"{column.name} is not null", "is no web domain", loses_row=False)


def _host(address: str) -> str:
    """The host of a web address; a bare one is told by an expression that costs a twentieth of the whole one."""
    return (
        f"case when regexp_full_match({address}, 'www\\.{_PLAIN_HOST}') then substr({address}, 5) "
        f"when regexp_full_match({address}, '{_PLAIN_HOST}') and not starts_with({address}, 'www.') then {address} "
        f"else nullif(regexp_extract({address}, '{_URL}', 1), '') end"
    )


def _phone(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    """The country only; the key needs a name too, see `phone_name_key`."""
    digits = f"{column.name}__digits"
    country = f"case when {is_international(text, cell.country)} then {country_of_digits(digits)} end"
    return Cast({digits: international_digits(text, cell.country)}, {f"{column.name}_country": country})


def pseudonym(text: str) -> str:
    """A name or title as an id that tells nothing of it: a keyed hash, the same wherever the same text stands."""
    hashed = hmac60(f"'pseudonym|' || lower({text})")
    return f"cast({hashed} as varchar)"


def _unlanded(column: EntityColumn, text: str, cell: CellFormat) -> Cast:
    """Names and free text stand in the side file only."""
    return Cast()


def phone_name_key(digits: str, normalised_name: str) -> str:
    """A phone identifies a person only together with a name: the keyed hash of both, null where one is missing."""
    return f"case when {digits} <> '' and {normalised_name} <> '' then " + (
        hmac60(f"'phone_name|' || {digits} || '|' || {normalised_name}") + " end"
    )


_CASTS: dict[str, Callable[[EntityColumn, str, CellFormat], Cast]] = {
    "text": _text,
    "category": _text,
    "id": _identifier,
    "moment": _moment,
    "timestamp": _timestamp,
    "date": _date,
    "money": _money,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "email": _email,
    "domain": _domain,
    "phone": _phone,
    "name": _unlanded,
    "private": _unlanded,
}
