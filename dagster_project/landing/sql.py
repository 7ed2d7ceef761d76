"""Fragments of DuckDB SQL that landing is made of: quoting, cleaning, hashing, shapes.

Holds expressions that know nothing of contracts or entities. How a value is cast stands in `casts`.
"""

import hashlib
from collections.abc import Mapping, Sequence

import duckdb

# What an export puts around a value: ASCII blanks, the no-break and thin spaces of French numbers, marks of no width.
_OUTER_BLANKS = " \t\r\n\v\f\u00a0\u2007\u2009\u202f\ufeff\u200b"
_HASH_BLOCK_BYTES = 64
_KEY_BITS = 60  # exact in every engine, and the sign stays free
_DIGEST_BITS = 128
_PRIME = 2**61 - 1
SEPARATOR = "\x1f"


def quote_name(name: str) -> str:
    """A name as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_value(value: str | int | bool | None) -> str:
    """A value as a literal; null for None."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if "\0" in value:
        raise ValueError("a text with a NUL character cannot stand in SQL")
    return "'" + value.replace("'", "''") + "'"


def quote_list(values: list[str]) -> str:
    """Texts as a parenthesised list of literals, for `in`."""
    return "(" + ", ".join(quote_value(value) for value in values) + ")"


def word_map(meanings: Mapping[str, str], expression: str) -> str:
    """The meaning of a word, null for an unlisted one: one lookup, which DuckDB makes once per distinct word."""
    entries = ", ".join(f"{quote_value(word)}: {quote_value(meaning)}" for word, meaning in sorted(meanings.items()))
    return f"(map {{{entries}}})[{expression}]"


def clean_text(expression: str, nulls: tuple[str, ...] = ()) -> str:
    """A cell's text without outer blanks; null where nothing or one of the contract's null words is left.

    Most cells begin and end with a visible ASCII character. They are recognised by two comparisons, at a third of the
    price of trimming.
    """
    trimmed = f"trim({expression}, {quote_value(_OUTER_BLANKS)})"
    ends = (f"ascii({expression})", f"ascii({expression}[-1])")
    is_clean = " and ".join(f"{end} between 33 and 126" for end in ends)
    kept = (
        f"case when {expression} in {quote_list(list(nulls))} then null else {expression} end" if nulls else expression
    )
    bare = f"case when {trimmed} in {quote_list(['', *nulls])} then null else {trimmed} end"
    return f"case when {is_clean} then {kept} else {bare} end"


def null_words(expression: str, nulls: tuple[str, ...] = ()) -> str:
    """A cell that has no outer blanks; null where it holds nothing or one of the contract's null words."""
    return f"case when {expression} in {quote_list(['', *nulls])} then null else {expression} end"


def hash60(expression: str) -> str:
    """60 bits of a text's MD5 as bigint: the same on every machine and in every version of DuckDB.

    For names of things, never for personal values. A stronger digest cut to 60 bits would be no harder to collide with.
    """
    return f"cast(md5_number({expression}) >> {_DIGEST_BITS - _KEY_BITS} as bigint)"


def hash60_of(text: str) -> int:
    """The twin of `hash60` in Python, for constants."""
    digest = hashlib.md5(text.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest, "little") >> (_DIGEST_BITS - _KEY_BITS)


def set_hash_key(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give a connection the key of personal values.

    Afterwards statements name the variable, never the key. It is not bound as a parameter: the first bound parameter
    makes DuckDB's Python client import pandas, which takes longer than landing most files.
    """
    block = hashlib.sha256(key).digest() if len(key) > _HASH_BLOCK_BYTES else key
    block = block.ljust(_HASH_BLOCK_BYTES, b"\0")
    for name, pad in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
        con.execute(f"set variable {name} = from_hex('{bytes(byte ^ pad for byte in block).hex()}')")


def with_parameters(query: str, parameters: Sequence[object]) -> str:
    """A query with `?` placeholders as one text; see `set_hash_key` for why nothing is bound."""
    pieces = query.split("?")
    if len(pieces) != len(parameters) + 1:
        raise ValueError("as many placeholders as parameters are needed")
    values = [quote_value(str(parameter)) for parameter in parameters]
    return "".join(piece + value for piece, value in zip(pieces, [*values, ""], strict=True))


def hmac60(expression: str) -> str:
    """The first 60 bits of HMAC-SHA-256 of a text under the connection's key (`set_hash_key`), as bigint."""
    inner = f"unhex(sha256(getvariable('inner_pad') || encode({expression})))"
    return _first_bits_of_sha256(f"getvariable('outer_pad') || {inner}")


def keyed_hash60(expression: str) -> str:
    """A cheaper keyed hash for whole rows: 60 bits of SHA-256 over key and text.

    Cut to 60 bits it cannot be extended, and without the key nobody can try out texts.
    """
    return _first_bits_of_sha256(f"getvariable('inner_pad') || encode({expression})")


def _first_bits_of_sha256(expression: str) -> str:
    return f"cast('0x' || substr(sha256({expression}), 1, {_KEY_BITS // 4}) as bigint)"


def constant_text(value: str) -> str:
    """A text that is the same in every row, as Parquet is written fastest: an enumeration of one word.

    It is read back as varchar, and costs a tenth of looking every row's text up in a dictionary.
    """
    return f"cast({quote_value(value)} as enum({quote_value(value)}))"


def content_layers(terms: Mapping[str, str | int]) -> list[dict[str, str]]:
    """One number for the values of a row, whatever their order and however many others are null.

    The sum of the values times fixed random numbers that hang on their names, modulo the prime 2^61 - 1 (multilinear
    hashing, Carter and Wegman 1979): a change of one value always changes it. Unlike a digest of the joined text it
    uses the hashes that a row has anyway. The remainder is folded: DuckDB's own takes longer than all the rest.

    Args:
        terms: name of a value → bigint SQL of at most 60 bits, null where there is none; or a constant.

    Returns:
        layers of SQL, one upon the other; the last one fills `_content`.
    """
    factors = {name: hash60_of("content|" + name) for name in terms}
    constant = sum(term * factors[name] for name, term in terms.items() if isinstance(term, int))
    constant += _PRIME << 62  # keeps the sum positive where values are not
    products = [
        f"coalesce(cast({term} as hugeint) * cast({factors[name]} as hugeint), 0)"
        for name, term in sorted(terms.items())
        if isinstance(term, str)
    ]
    return [
        {"_content__sum": " + ".join([*products, f"cast('{constant}' as hugeint)"])},
        {"_content__folded": _folded("_content__sum")},
        {"_content": f"cast({_folded('_content__folded')} as bigint)"},
    ]


def _folded(number: str) -> str:
    return f"({number} & {_PRIME}) + ({number} >> 61)"


def shape(expression: str) -> str:
    """What a value looks like without telling it: digits become 9, letters a or A; at most 40 characters."""
    digits = f"regexp_replace(substr({expression}, 1, 40), '\\p{{Nd}}', '9', 'g')"
    small = f"regexp_replace({digits}, '[\\p{{Ll}}\\p{{Lm}}\\p{{Lo}}\\p{{Lt}}]', 'a', 'g')"
    return f"regexp_replace({small}, '\\p{{Lu}}', 'A', 'g')"
