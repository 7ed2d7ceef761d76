"""Ids that one system writes in two forms, brought to one of them.

Salesforce writes an id with 15 signs in reports and on screen, and with 18 in its API: the same followed by three signs
that tell which of its letters are capitals. Holds the making of the longer form as SQL.
"""

from .sql import quote_value

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CHUNKS, _CHUNK = 3, 5


def salesforce_id(text: str) -> str:
    """SQL of an id with 18 signs; a text that is no id with 15 stays as it is.

    Args:
        text: SQL of the text, null stays null.
    """
    suffix = " || ".join(_sign_of_chunk(text, chunk) for chunk in range(_CHUNKS))
    is_short = f"regexp_full_match({text}, '[0-9A-Za-z]{{{_CHUNKS * _CHUNK}}}')"
    return f"case when {is_short} then {text} || {suffix} else {text} end"


def _sign_of_chunk(text: str, chunk: int) -> str:
    """Which of five signs are capitals, as a number of five binary digits, the first sign being the lowest one."""
    places = range(chunk * _CHUNK + 1, (chunk + 1) * _CHUNK + 1)
    capitals = " + ".join(
        f"case when substr({text}, {place}, 1) between 'A' and 'Z' then {1 << bit} else 0 end"
        for bit, place in enumerate(places)
    )
    return f"substr({quote_value(_SIGNS)}, 1 + {capitals}, 1)"
