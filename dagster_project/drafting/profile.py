"""What a column's values look like: dates, numbers, addresses, few words or many.

Holds observations only; what a column means is decided in `fitting`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .date_guess import DateGuess, guess_dates
from .number_guess import NUMBER_FORMS, NumberForm, guess_number_form, is_numeric, number_of
from .sample import Sample

_EMAIL = re.compile(r"(?:[^<]*<)?[^@\s<>,;\"]+@[\w.-]+\.[\w-]{2,}>?")
_PHONE = re.compile(r"\+?[0-9()][0-9 ().\u00a0-]{7,18}[0-9]")
_WEB = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_NAME = re.compile(r"[^\d@]+")
_ENOUGH = 0.8
_FEW_WORDS = 40
_DISTINCT_FOR_DATES = 2_000


@dataclass(frozen=True)
class ColumnProfile:
    """One column of a sample.

    Attributes:
        name: as in the header.
        filled: share of records with a value.
        distinct: how many different values the sample has.
        words: the values by frequency, where they are few; else empty.
        dates: its formats, where it holds dates.
        numbers: how it writes its numbers, None where it holds something else.
        is_whole, has_negative: of numbers.
        zeros: how the column writes zero.
        is_email, is_phone, is_web: addresses.
        is_names: text without any digit, which ids rarely are.
    """

    name: str
    filled: float
    distinct: int
    words: tuple[str, ...]
    dates: DateGuess | None
    numbers: NumberForm | None
    is_whole: bool
    has_negative: bool
    zeros: tuple[str, ...]
    is_email: bool
    is_phone: bool
    is_web: bool
    is_names: bool

    @property
    def is_number(self) -> bool:
        """Whether nearly all values are numbers."""
        return self.numbers is not None

    @property
    def kind(self) -> str:
        """The kind of its values in one word, for people."""
        kinds = (
            ("e-mail addresses", self.is_email),
            ("dates", self.dates is not None),
            ("whole numbers", self.is_whole),
            ("numbers", self.is_number),
            ("web addresses", self.is_web),
            ("phone numbers", self.is_phone),
            ("a few words", bool(self.words)),
        )
        return next((word for word, holds in kinds if holds), "text" if self.filled else "nothing")


@dataclass(frozen=True)
class FileProfile:
    """All columns of a sample, and the form of its numbers."""

    columns: dict[str, ColumnProfile]
    numbers: NumberForm
    number_doubt: str


def profile_of(sample: Sample) -> FileProfile:
    """Observe every column that has a name."""
    cells = {name: sample.column(name) for name in sample.header if name.strip()}
    numbers, doubt = guess_number_form(cells)
    columns = {name: _profile(name, values, len(sample.rows), numbers) for name, values in cells.items()}
    return FileProfile(columns, numbers, doubt)


def _profile(name: str, values: Sequence[str], records: int, numbers: NumberForm) -> ColumnProfile:
    counts = Counter(values)
    distinct = list(counts)
    is_email = _share(values, _EMAIL) >= _ENOUGH
    dates = None if is_email else guess_dates(_spread(values))
    # Mostly as the rest of the file; programs mix forms where they paste text together.
    forms = [numbers, *(form for form in NUMBER_FORMS if form != numbers)] if dates is None else []
    form = next((form for form in forms if is_numeric(values, form)), None)
    is_number = form is not None
    return ColumnProfile(
        name=name,
        filled=len(values) / records if records else 0.0,
        distinct=len(distinct),
        words=tuple(word for word, _ in counts.most_common()) if len(distinct) <= _FEW_WORDS else (),
        dates=dates,
        numbers=form,
        is_whole=form is not None and not any(form.decimal in value for value in distinct),
        has_negative=is_number and any(value.startswith("-") for value in distinct),
        zeros=tuple(value for value in distinct if form is not None and number_of(value, form) == 0),
        is_email=is_email,
        is_phone=dates is None and not is_number and _share(values, _PHONE) >= _ENOUGH,
        is_web=not is_email and not is_number and dates is None and _share(values, _WEB) >= _ENOUGH,
        is_names=_share(values, _NAME) >= _ENOUGH,
    )


def _spread(values: Sequence[str]) -> Sequence[str]:
    """At most some thousand values from all over the file, in its order."""
    return values[:: max(1, len(values) // _DISTINCT_FOR_DATES)]


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(value) is not None for value in values) / len(values) if values else 0.0
