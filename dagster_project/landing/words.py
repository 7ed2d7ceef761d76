"""How words of headers and cells are compared: one rule, in Python and as its twin in SQL.

Holds no list of words and no knowledge of contracts.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_APOSTROPHES = "\u2018\u2019\u02bc\u00b4\u0060\u2032"
_INVISIBLE = "\ufeff\u200b\u2060"
_BLANKS = " \t\n\r\f\v\u00a0\u2007\u202f\u2009"
_PLAIN_WORDS = "[!-_a-~]+(?: [!-_a-~]+)*"  # visible ASCII without the grave accent, single blanks between
_BLANK_RUN = re.compile(f"[{_BLANKS}]+")
_REMOVE_INVISIBLE = {ord(character): None for character in _INVISIBLE}
_SAME_APOSTROPHE = {ord(character): "'" for character in _APOSTROPHES}


def normalise_word(text: str) -> str:
    """The form in which two words are compared.

    Case, accents, outer blanks, runs of inner blanks, invisible marks and the kind of apostrophe make no difference.

    Args:
        text: a header or the text of a cell.

    Returns:
        the comparable form; it may be empty.
    """
    visible = text.translate(_REMOVE_INVISIBLE).translate(_SAME_APOSTROPHE)
    decomposed = unicodedata.normalize("NFD", visible)
    # Marks of every kind, as DuckDB's strip_accents does.
    plain = "".join(character for character in decomposed if unicodedata.category(character)[0] != "M")
    lower = unicodedata.normalize("NFC", plain).replace("ẞ", "ss").replace("ß", "ss").lower().replace("ς", "σ")
    return _BLANK_RUN.sub(" ", lower).strip(" ")


def normalise_word_sql(expression: str) -> str:
    """The twin of `normalise_word` as a DuckDB expression; plain ASCII words, which most are, take a tenth of its time.

    Args:
        expression: SQL of type varchar; null stays null.

    Returns:
        SQL of type varchar.
    """
    visible = f"translate({expression}, '{_INVISIBLE}', '')"
    apostrophes = _APOSTROPHES.replace("'", "''")
    straight = f"translate({visible}, '{apostrophes}', '{_quoted_apostrophes()}')"
    plain = f"replace(lower(replace(replace(strip_accents({straight}), 'ẞ', 'ss'), 'ß', 'ss')), 'ς', 'σ')"
    blanks = r"[ \t\n\r\f\v\x{00a0}\x{2007}\x{202f}\x{2009}]+"
    whole = f"trim(regexp_replace({plain}, '{blanks}', ' ', 'g'), ' ')"
    return f"case when regexp_full_match({expression}, '{_PLAIN_WORDS}') then lower({expression}) else {whole} end"


def _quoted_apostrophes() -> str:
    return "''" * len(_APOSTROPHES)


def nearest_words(word: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """The candidates that look most like a word, best first, as they were written.

    Args:
        word: what was looked for.
        candidates: what there is.
        count: how many to return at most.
    """
    written = {normalise_word(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(normalise_word(word), list(written), n=count, cutoff=0.6)
    return [written[match] for match in found]


def has_hidden_marks(name: str) -> bool:
    """Whether a name holds signs that nobody sees: controls, marks that turn the direction, undecodable bytes.

    Blanks of every kind are well: macOS writes narrow ones into times.
    """
    return any(not (sign.isprintable() or unicodedata.category(sign) == "Zs") for sign in name)
