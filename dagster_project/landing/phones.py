"""Telephone numbers: to which country a number belongs, and how a national one is written internationally.

Holds the table of calling codes and the SQL that uses it. A number is never kept: it makes `phone_name_key` only.
"""

from zoneinfo import ZoneInfo

from .sql import quote_value, word_map

_SHORTEST_NUMBER = 6
_LONGEST_NUMBER = 15  # E.164

# Calling code → country. Codes that several countries share name the largest of them.
CALLING_CODES = {
    "1": "US", "7": "RU", "20": "EG", "27": "ZA", "30": "GR", "31": "NL", "32": "BE", "33": "FR", "34": "ES",
    "36": "HU", "39": "IT", "40": "RO", "41": "CH", "43": "AT", "44": "GB", "45": "DK", "46": "SE", "47": "NO",
    "48": "PL", "49": "DE", "51": "PE", "52": "MX", "54": "AR", "55": "BR", "56": "CL", "57": "CO", "58": "VE",
    "60": "MY", "61": "AU", "62": "ID", "63": "PH", "64": "NZ", "65": "SG", "66": "TH", "81": "JP", "82": "KR",
    "84": "VN", "86": "CN", "90": "TR", "91": "IN", "92": "PK", "94": "LK", "98": "IR", "212": "MA", "213": "DZ",
    "216": "TN", "218": "LY", "221": "SN", "223": "ML", "225": "CI", "226": "BF", "228": "TG", "229": "BJ",
    "230": "MU", "233": "GH", "234": "NG", "237": "CM", "241": "GA", "242": "CG", "243": "CD", "250": "RW",
    "254": "KE", "255": "TZ", "256": "UG", "261": "MG", "262": "RE", "351": "PT", "352": "LU", "353": "IE",
    "354": "IS", "355": "AL", "356": "MT", "357": "CY", "358": "FI", "359": "BG", "370": "LT", "371": "LV",
    "372": "EE", "373": "MD", "375": "BY", "376": "AD", "377": "MC", "380": "UA", "381": "RS", "385": "HR",
    "386": "SI", "387": "BA", "389": "MK", "420": "CZ", "421": "SK", "590": "GP", "594": "GF", "596": "MQ",
    "687": "NC", "689": "PF", "852": "HK", "886": "TW", "961": "LB", "962": "JO", "965": "KW", "966": "SA",
    "971": "AE", "972": "IL", "974": "QA",
}  # fmt: skip
# Countries whose national numbers begin with a 0 that the international form drops, by their time zone.
_COUNTRY_OF_ZONE = {
    "Europe/Paris": "FR", "Europe/Brussels": "BE", "Europe/Berlin": "DE", "Europe/London": "GB", "Europe/Zurich": "CH",
    "Europe/Amsterdam": "NL", "Europe/Vienna": "AT", "Europe/Dublin": "IE", "Europe/Stockholm": "SE",
    "Europe/Helsinki": "FI", "Europe/Istanbul": "TR", "Africa/Casablanca": "MA", "Africa/Algiers": "DZ",
    "Australia/Sydney": "AU", "Asia/Tokyo": "JP", "Pacific/Auckland": "NZ", "Africa/Johannesburg": "ZA",
}  # fmt: skip


def country_of(declared: str | None, zone: ZoneInfo) -> str | None:
    """The country of national numbers: the declared one, else the time zone's; None where neither tells."""
    return declared or _COUNTRY_OF_ZONE.get(zone.key)


def international_digits(expression: str, country: str | None) -> str:
    """The number's digits in international form; null where there are too few or too many.

    A national number (`06 12…`) takes its country's code; of an unknown country it keeps its own digits.
    """
    written = f"regexp_replace(replace({expression}, '(0)', ''), '[^0-9+]', '', 'g')"
    codes = {name: code for code, name in reversed(CALLING_CODES.items())}
    code = codes.get(country or "")
    national = f"when {written} like '0%' then {quote_value(code)} || substr({written}, 2)" if code else ""
    digits = (
        f"replace(case when {written} like '+%' then substr({written}, 2) "
        f"when {written} like '00%' then substr({written}, 3) {national} else {written} end, '+', '')"
    )
    return f"case when length({digits}) between {_SHORTEST_NUMBER} and {_LONGEST_NUMBER} then {digits} end"


def is_international(expression: str, country: str | None) -> str:
    """Whether the digits begin with a calling code: they were written so, or the country is known."""
    forms = [f"{expression} like '+%'", f"{expression} like '00%'"]
    if country is not None:
        forms.append(f"{expression} like '0%'")
    return "(" + " or ".join(forms) + ")"


def country_of_digits(digits: str) -> str:
    """The country of international digits, by the longest calling code that fits; null for an unknown code."""
    found = [word_map(CALLING_CODES, f"substr({digits}, 1, {length})") for length in (3, 2, 1)]
    return f"coalesce({', '.join(found)})"
