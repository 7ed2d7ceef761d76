"""Which entity a file fills, and which header fills which column: points for names that are known, and why.

Holds the scoring, as simple as can be explained: a known name counts a point, shared among the entities that know it;
values that cannot be the column's count against the name. The words stand in `vocabulary`.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from dagster_project.landing.entities import EntityColumn, load_entities

from .profile import ColumnProfile
from .vocabulary import EntityWords, entity_words, plain_name

_NEAR = 0.88  # similarity from which another spelling is taken for a known name
_NEAR_POINTS = 0.5
_LONG = 4  # letters: shorter names are near to everything
_FILE_POINTS = 1.0
_MOMENTS = ("moment", "timestamp", "date")
_NUMBERS = ("money", "number", "integer")
# A campaign's name is its id where it has no other.
_TOGETHER = ("campaign_id", "campaign_name")
_PARTY_IDS = ("customer_id", "contact_id")


@dataclass
class Fit:
    """An entity beside a file.

    Attributes:
        entity: its name.
        columns: column → header that fills it.
        points: the sum by which fits are compared.
        reasons: what earned the points, for people.
        doubts: columns that were taken by less than a known name: column → why.
        missing: groups of which the file has no column.
    """

    entity: str
    columns: dict[str, str] = field(default_factory=dict)
    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)
    missing: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        """Whether the file has what the entity needs."""
        return not self.missing


def fits_of(columns: Mapping[str, ColumnProfile], path: PurePath, repeated: set[str]) -> list[Fit]:
    """Every entity, best first; those that are not possible as well, to tell what is missing.

    Args:
        columns: by header.
        path: of the file, whose name may tell.
        repeated: headers of columns whose values stand in several records.
    """
    words = set(" ".join(plain_name(part) for part in path.with_suffix("").parts[-2:]).split())
    found = [_fit(name, known, columns, words, repeated) for name, known in entity_words().items()]
    return sorted(found, key=lambda fit: (-fit.points, fit.entity))


def _fit(
    name: str, known: EntityWords, columns: Mapping[str, ColumnProfile], file_words: set[str], repeated: set[str]
) -> Fit:
    fit = Fit(name)
    entity = load_entities()[name]
    for header, profile in columns.items():
        free = [column for column in entity.columns.values() if column.name not in fit.columns]
        gains = {column.name: _points(header, known.names.get(column.name, set())) for column in free}
        taking = [column.name for column in free if gains[column.name] and can_fill(profile, column)]
        if not taking:
            continue
        best = max(taking, key=lambda column: gains[column])
        for column in taking if best in _TOGETHER else [best]:
            if column == best or column in _TOGETHER:
                fit.columns[column] = header
                if gains[column] < 1:
                    fit.doubts[column] = f"{header!r} only looks like a known name"
        fit.points += gains[best] * _share(header)
        fit.reasons.append(header)
    _fill_by_values(fit, entity.moment, columns, repeated)
    _fill_own_id(fit, known, columns, repeated)
    spoken = known.file & file_words
    if spoken:
        fit.points += _FILE_POINTS
        fit.reasons.append(f"the name of the file ({', '.join(sorted(spoken))})")
    filled = {*fit.columns, *known.constants}
    fit.missing = [group for group in known.needs if not filled & set(group)]
    return fit


def can_fill(profile: ColumnProfile, column: EntityColumn) -> bool:
    """Whether a column's values can be what an entity's column holds."""
    has_dates = profile.dates is not None
    is_text = not (profile.is_email or profile.is_number or has_dates)
    fitting = {
        **dict.fromkeys(_MOMENTS, has_dates),
        **dict.fromkeys(_NUMBERS, profile.is_number),
        "integer": profile.is_whole,
        "email": profile.is_email,
        "domain": profile.is_web or profile.is_email,
        "phone": not (profile.is_email or has_dates),
        **dict.fromkeys(("name", "text", "private"), is_text),
        "category": is_text and bool(profile.words),
        "boolean": bool(profile.words) and not has_dates,
        "id": not has_dates and not profile.is_email and bool(profile.filled),
    }
    return fitting[column.type]


def _points(header: str, names: set[str]) -> float:
    plain = plain_name(header)
    if plain in names:
        return 1.0
    is_near = any(difflib.SequenceMatcher(None, plain, name).ratio() >= _NEAR for name in names)
    return _NEAR_POINTS if is_near and len(plain) >= _LONG else 0.0


def _share(header: str) -> float:
    """A name that many entities know speaks less for each of them."""
    plain = plain_name(header)
    knowing = sum(any(plain in names for names in known.names.values()) for known in entity_words().values())
    return float(1.0 / max(knowing, 1) ** 0.5)


def _fill_own_id(fit: Fit, known: EntityWords, columns: Mapping[str, ColumnProfile], repeated: set[str]) -> None:
    """A column that is just called id, and repeats none, numbers the rows."""
    own = next((key[0] for key in known.keys if len(key) == 1), None)
    used = {*repeated, *fit.columns.values()}
    ids = [header for header in columns if plain_name(header) == "id" and header not in used]
    if own is not None and own not in fit.columns and ids and not columns[ids[0]].is_email:
        fit.columns[own] = ids[0]
        fit.doubts[own] = f"{ids[0]!r} is an id whose values come once, as those of {fit.entity} do"


def _fill_by_values(fit: Fit, moment: str | None, columns: Mapping[str, ColumnProfile], repeated: set[str]) -> None:
    """What values tell where no name did: the only dates, the only addresses, an id that comes again and again."""
    entity = load_entities()[fit.entity]
    free = {header: profile for header, profile in columns.items() if header not in fit.columns.values()}
    dated = [header for header, profile in free.items() if profile.dates is not None]
    if moment is not None and moment not in fit.columns and dated:
        fit.columns[moment] = dated[0]
        fit.doubts[moment] = f"{dated[0]!r} is the first column of dates"
    emails = [header for header, profile in free.items() if profile.is_email]
    if "email" in entity.columns and "email" not in fit.columns and emails:
        fit.columns["email"] = emails[0]
        fit.doubts["email"] = f"{emails[0]!r} holds addresses"
    person = next((column for column in _PARTY_IDS if column in entity.columns), None)
    if person is None or any(column in fit.columns for column in (*_PARTY_IDS, "email")):
        return
    ids = [header for header in free if "id" in plain_name(header).split() and header in repeated]
    if ids:
        best = min(ids, key=lambda header: (header.strip("_ ") != header, len(header)))
        fit.columns[person] = best
        fit.points += _NEAR_POINTS
        fit.doubts[person] = f"{best!r} is an id whose values come again, as those of customers do"
