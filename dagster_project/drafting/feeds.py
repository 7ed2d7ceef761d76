"""From a fit to a feed: the rules of its columns, its key, its return source, and what of them is doubtful.

Holds the plain case of one row for one thing; tables of totals and of cohorts stand beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dagster_project.landing.contract import ISO_DATES, normalise_word
from dagster_project.landing.entities import EntityColumn, load_entities

from .fitting import Fit
from .number_guess import NumberForm, number_of
from .profile import ColumnProfile, FileProfile
from .sample import Sample
from .vocabulary import direction_words, entity_words, plain_name

_NEARLY_ALL = 0.95
_MOST_WORDS = 25


@dataclass
class FeedDraft:
    """One feed as it will be written.

    Attributes:
        columns: column → its rule, as in YAML.
        notes: column → what is said beside it.
        doubts: what a person should look at.
        is_offered: written as a comment, for a person to put into force.
    """

    name: str
    entity: str
    comment: str = ""
    key: tuple[str, ...] = ()
    when: dict[str, Any] | None = None
    constants: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    return_source: str = ""
    declared_from: date | None = None
    doubts: list[str] = field(default_factory=list)
    is_offered: bool = False

    @property
    def headers(self) -> set[str]:
        """The columns of the file that it reads."""
        rules = [*self.columns.values(), *([self.when] if self.when else [])]
        return {name for rule in rules for part in ("from", "and") for name in rule.get(part, ())}


def draft_feeds(fit: Fit, profile: FileProfile, sample: Sample, name: str) -> list[FeedDraft]:
    """The feeds of a file whose rows are one kind of thing; two where a column tells calls in from calls out.

    Args:
        name: of the contract, for return sources.
    """
    feed = _draft_feed(fit, profile, sample, name)
    turned = direction_of(profile) if fit.entity in ("outflows", "returns") else None
    return _both_ways(feed, turned, name) if turned is not None else [feed]


def _draft_feed(fit: Fit, profile: FileProfile, sample: Sample, name: str) -> FeedDraft:
    entity, known = load_entities()[fit.entity], entity_words()[fit.entity]
    feed = FeedDraft(fit.entity, fit.entity)
    for column in entity.columns.values():
        if column.name in fit.columns:
            _add_column(feed, column, profile.columns[fit.columns[column.name]], profile.numbers)
        if column.name in fit.doubts and column.name in feed.columns:
            feed.doubts.append(f"{column.name}: {fit.doubts[column.name]}")
    for column_name, constant in known.constants.items():
        if column_name not in feed.columns:
            feed.constants[column_name] = constant
            feed.doubts.append(f"{column_name}: no column tells it, so it is {constant!r} for every row")
    if fit.entity in ("orders", "order_lines"):
        _tell_refunds(feed, profile, sample)
        _name_orders(feed)
    if fit.entity == "outflows":
        feed.constants["level"] = "person" if feed.columns.keys() & _PERSONS else "audience"
        feed.constants["purpose"] = "marketing"
    _choose_key(feed, sample)
    if entity.moment in fit.columns:
        moment = profile.columns[fit.columns[entity.moment]].dates
        feed.declared_from = moment.first.date().replace(day=1) if moment is not None else None
    if known.source is not None:
        feed.return_source = name
        otherwise = "; take the line out if nobody comes by them" if fit.entity != "returns" else ""
        feed.doubts.append(f"return_source: rows count as returns of {name!r}{otherwise}")
    return feed


_PARTY_IDS = {"customer_id", "contact_id"}
_PERSONS = {"email", "phone", "contact_id", "full_name", "last_name", "first_name"}


def _add_column(feed: FeedDraft, column: EntityColumn, profile: ColumnProfile, numbers: NumberForm) -> None:
    rule: dict[str, Any] = {"from": [profile.name]}
    if column.type == "category":
        meanings = entity_words()[feed.entity].meanings.get(column.name, {})
        meanings |= {word: word for word in column.allowed}
        known = {word: meanings[normalise_word(word)] for word in profile.words if normalise_word(word) in meanings}
        unknown = [word for word in profile.words if word not in known]
        if column.allowed and not known:
            feed.doubts.append(f"{column.name}: {profile.name!r} may tell it, but none of its words is known")
            return
        if known and (column.allowed or any(word != meaning for word, meaning in known.items())):
            rule["values"] = known if column.allowed else {**known, "*": "*"}
            if unknown and column.allowed:
                listed = ", ".join(unknown[:_MOST_WORDS])
                feed.doubts.append(f"{column.name}: what do these words of {profile.name!r} mean? {listed}")
    if column.name in _PARTY_IDS and profile.is_names:
        rule["pseudonym"] = True
        feed.doubts.append(
            f"{column.name}: {profile.name!r} holds names, of which a keyed hash is the id; take `pseudonym` out if "
            "they are codes"
        )
    if column.type in ("money", "number", "integer") and profile.numbers not in (None, numbers) and profile.numbers:
        rule |= {"decimal": profile.numbers.decimal, "thousands": profile.numbers.thousands}
    if column.type in ("moment", "timestamp", "date") and profile.dates is not None:
        forms = profile.dates.formats
        if not set(forms) <= set(ISO_DATES):
            rule["dates"] = list(forms)
        if profile.dates.doubt:
            feed.doubts.append(f"{column.name}: {profile.dates.doubt}")
    if column.type == "moment":
        feed.notes[column.name] = _span(profile)
    feed.columns[column.name] = rule


def _span(profile: ColumnProfile) -> str:
    dates = profile.dates
    return f"about {dates.first.date()} to {dates.last.date()}" if dates is not None else ""


def _tell_refunds(feed: FeedDraft, profile: FileProfile, sample: Sample) -> None:
    """A letter before the order's number that stands where quantity or amount is negative marks refunds."""
    amount = next((feed.columns[name]["from"][0] for name in ("quantity", "amount") if name in feed.columns), None)
    if amount is None or "kind" in feed.columns or not profile.columns[amount].has_negative:
        return
    if "order_id" not in feed.columns:
        return
    places = [sample.header.index(name) for name in (feed.columns["order_id"]["from"][0], amount)]
    rows = [(row[places[0]] or "", row[places[1]] or "") for row in sample.rows]
    for letter in sorted({order[0] for order, _ in rows if order[:1].isalpha()}):
        signs = [
            _is_negative(value, profile.columns[amount].numbers or profile.numbers)
            for order, value in rows
            if order.startswith(letter)
        ]
        if len(signs) > 1 and sum(signs) >= _NEARLY_ALL * len(signs) and len(signs) < len(rows):
            header = feed.columns["order_id"]["from"][0]
            feed.columns["kind"] = {"from": [header], "values": {f"{letter}*": "refund"}, "default": "order"}
            feed.notes["kind"] = f"{header} beginning with {letter} has negative {amount}"
            return
    feed.doubts.append(f"kind: {amount!r} is negative in some records; they count as refunds")


def _is_negative(text: str, form: NumberForm) -> bool:
    value = number_of(text.strip(), form)
    return value is not None and value < 0


def _name_orders(feed: FeedDraft) -> None:
    """Where orders have no number, customer and moment name them."""
    if "order_id" in feed.columns:
        return
    person = next(name for name in ("customer_id", "contact_id", "email") if name in feed.columns)
    rule: dict[str, Any] = {"from": feed.columns[person]["from"], "and": feed.columns["ordered_at"]["from"]}
    if person == "email" or "pseudonym" in feed.columns[person]:
        rule["pseudonym"] = True  # an id is shown, and who ordered must not be read from it
    feed.columns = {"order_id": rule, **feed.columns}
    feed.notes["order_id"] = "no order number in the file: customer and date name the order"
    feed.doubts.append("order_id: the file has no order number; every row counts as an order of its own")


def _choose_key(feed: FeedDraft, sample: Sample) -> None:
    for key in entity_words()[feed.entity].keys:
        if not set(key) <= {*feed.columns, *feed.constants}:
            continue
        rules = [feed.columns[name] for name in key if name in feed.columns]
        if any("and" in rule for rule in rules):
            continue
        headers = list(dict.fromkeys(rule["from"][0] for rule in rules))
        if headers and sample.is_unique(headers):
            feed.key = key
            return
        feed.doubts.append(
            f"key: {' and '.join(map(repr, headers))} could identify a row, but stand empty or alike in several "
            "records; so a row is known by its content"
        )


def direction_of(profile: FileProfile) -> tuple[str, dict[str, str]] | None:
    """The column whose words tell in from out, and what they mean."""
    names, words = direction_words()
    for header, column in profile.columns.items():
        known = {word: words[normalise_word(word)] for word in column.words if normalise_word(word) in words}
        if len(set(known.values())) > 1 or (known and plain_name(header) in names):
            return header, known
    return None


def _both_ways(feed: FeedDraft, turned: tuple[str, dict[str, str]], name: str) -> list[FeedDraft]:
    header, words = turned
    moment = load_entities()[feed.entity].moment or ""
    when = {"from": [header], "values": words}
    shared = {column: rule for column, rule in feed.columns.items() if column != moment}
    parts: Sequence[tuple[str, str, dict[str, str]]] = (
        ("outflows", "outbound", {"channel": "phone", "level": "person", "purpose": "marketing"}),
        ("returns", "inbound", {"kind": "inbound_call"}),
    )
    drafts = []
    for entity_name, way, constants in parts:
        entity = load_entities()[entity_name]
        columns = {entity.moment or "": feed.columns[moment]}
        columns |= {column: rule for column, rule in shared.items() if column in entity.columns}
        columns = {column: rule for column, rule in columns.items() if column not in constants}
        draft = FeedDraft(entity_name, entity_name, when={**when, "in": [way]}, constants=constants, columns=columns)
        draft.notes = {entity.moment or "": feed.notes.get(moment, "")}
        drafts.append(draft)
    drafts[1].return_source, drafts[1].declared_from = name, feed.declared_from
    drafts[0].doubts = [doubt for doubt in feed.doubts if not doubt.startswith("return_source")]
    drafts[0].doubts.append(f"{header!r} tells {', '.join(f'{word} = {way}' for word, way in words.items())}: calls?")
    return drafts
