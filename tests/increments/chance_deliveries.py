"""A market of a dozen persons whose exports come in pieces, late, twice and corrected, as chance will have it.

Holds the contracts of a home-made set of exports, and deliveries drawn from a seed. Persons share addresses, change
companies and are merged; outflows are corrected, dated wrongly, bounce, and belong to campaigns whose report comes
before or after. So few of each that most deliveries touch what an earlier one brought. No assertions.
"""

import csv
import io
import itertools
import random
from datetime import date, datetime, time, timedelta
from pathlib import Path

import yaml
from played import HASH_KEY

from dagster_project.workspace import Workspace, init_workspace

Row = dict[str, str]
_PARTY = {"contact_id": "Contact", "email": "Email", "account_id": "Account"}
_NAMED = {**_PARTY, "phone": "Phone", "full_name": "Name", "account_domain": "Domain"}
_FEEDS: dict[str, tuple[str, list[str], dict[str, str], dict[str, str]]] = {
    # entity, key, constants, columns
    "touches": (
        "outflows",
        ["outflow_id"],
        {},
        {"outflow_id": "Id", **_NAMED, "channel": "Channel", "campaign_id": "Campaign", "level": "Level"}
        | {"purpose": "Purpose", "status": "Status", "targeting": "Targeting", "touches": "Touches", "sent_at": "When"},
    ),
    "people": ("contacts", ["contact_id"], {}, _NAMED),
    "firms": ("accounts", ["account_id"], {}, {"account_id": "Account", "account_domain": "Domain"}),
    "merged": ("merges", [], {}, {"thing": "Thing", "old_id": "Old", "new_id": "New"}),
    "came": (
        "returns",
        ["return_id"],
        {"kind": "walk_in"},
        {"return_id": "Id", **_PARTY, "referrer_contact_id": "Referrer", "becomes_deal_id": "Deal"}
        | {"returned_at": "When"},
    ),
    "bought": (
        "orders",
        ["order_id"],
        {"kind": "order", "currency": "EUR"},
        {"order_id": "Id", **_PARTY, "deal_id": "Deal", "amount": "Amount", "ordered_at": "When"},
    ),
    "offers": (
        "deals",
        ["deal_id"],
        {"currency": "EUR"},
        {"deal_id": "Deal", **_PARTY, "status": "Status", "amount": "Amount", "created_at": "When"},
    ),
    "bounced": (
        "engagements",
        [],
        {"kind": "bounce"},
        {"outflow_id": "Id", "email": "Email", "occurred_at": "When"},
    ),
}
_SNAPSHOTS = {"people", "firms"}
_RETURNS = {"came": "visits", "bought": "till"}
_FIRST_EXPORT = date(2025, 6, 1)
_DAYS = 300
_FIRST_DAY = datetime.combine(_FIRST_EXPORT - timedelta(days=_DAYS), time())
_LONG_AGO = f"{_FIRST_DAY - timedelta(days=90):%Y-%m-%d}"
_PERSONS, _FIRMS, _CAMPAIGNS, _DEALS = 12, 4, 3, 8
_CHANNELS, _PURPOSES, _TARGETINGS = ("email", "phone"), ("marketing", "transactional"), ("blast", "list")


def chance_workspace(root: Path) -> Workspace:
    """A workspace with the contracts and an empty inbox."""
    workspace = init_workspace(root, HASH_KEY)
    for name, (entity, key, constants, columns) in _FEEDS.items():
        feed = {"key": key, "constants": constants, "columns": {c: {"from": [h]} for c, h in columns.items()}}
        if name in _RETURNS:
            feed["return_source"] = _RETURNS[name]
        contract = {
            "name": name,
            "system": "by_hand",
            "files": [f"{name}-*.csv"],
            "mode": "snapshot" if name in _SNAPSHOTS else "append",
            "exported_at": {"from_name": r"(\d{4}-\d{2}-\d{2})"},
            "format": {"timezone": "Europe/Paris", "dates": ["%Y-%m-%d %H:%M", "%Y-%m-%d"]},
            "feeds": {entity: {part: value for part, value in feed.items() if value}},
        }
        (workspace.contracts_dir / f"{name}.yml").write_text(yaml.safe_dump(contract), encoding="utf-8")
    return workspace


class Market:
    """What was delivered so far, and what chance delivers next."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311  # deliveries to be repeated, no secret
        self._step = 0
        self._last = {"touches": 0, "came": 0, "bought": 0}
        self._delivered: list[tuple[str, str]] = []
        self._firm_of = {person: person % _FIRMS for person in range(_PERSONS - 2)}

    def next_files(self) -> dict[str, str]:
        """Names and texts of the files that come next: of each kind one at first, then a few, or an old one again."""
        is_first = self._step == 0
        self._step += 1
        kinds = set(_FEEDS) if is_first else set(self._chance.sample(sorted(_FEEDS), self._chance.randint(1, 3)))
        files = {}
        for kind in sorted(kinds):
            rows = list(self._rows(kind, 40 if is_first else self._chance.randint(1, 5)))
            files[self._name(kind)] = _csv(list(_FEEDS[kind][3].values()), rows)
        if self._delivered and self._chance.random() < 0.25:
            kind, text = self._chance.choice(self._delivered)
            files[self._name(kind)] = text
        self._delivered += [(name.split("-")[0], text) for name, text in sorted(files.items())]
        return files

    def _name(self, kind: str) -> str:
        return f"{kind}-{_FIRST_EXPORT + timedelta(days=self._step)}.csv"

    def _rows(self, kind: str, count: int) -> list[Row]:
        if kind == "people":
            return self._people()
        if kind == "firms":
            return [self._firm(firm) for firm in range(_FIRMS)]
        if kind == "merged":
            return [self._merge() for _ in range(1 if count < 40 else 0)]
        first = self._of_each_kind() if kind == "touches" and not self._last["touches"] else []
        return [*first, *(getattr(self, f"_one_{kind}")() for _ in range(count))]

    def _people(self) -> list[Row]:
        for _ in range(2):
            person = self._chance.randrange(_PERSONS)
            if self._chance.random() < 0.3:
                self._firm_of.pop(person, None)
            else:
                self._firm_of[person] = self._chance.randrange(_FIRMS)
        rows = []
        for person, firm in sorted(self._firm_of.items()):
            domain = f"firm{firm}.example" if self._chance.random() < 0.2 else ""
            account = f"f{firm}" if self._chance.random() < 0.7 else ""
            rows.append({**self._names(person), "Contact": f"c{person}", "Account": account, "Domain": domain})
        return rows

    def _firm(self, firm: int) -> Row:
        domain = firm if self._chance.random() < 0.9 else self._chance.randrange(_FIRMS)
        return {"Account": f"f{firm}", "Domain": f"firm{domain}.example"}

    def _merge(self) -> Row:
        thing, letter, most = self._chance.choice((("contact", "c", _PERSONS), ("account", "f", _FIRMS)))
        old, new = (f"{letter}{self._chance.randrange(most)}" for _ in range(2))
        return {"Thing": thing, "Old": old, "New": new}

    def _of_each_kind(self) -> list[Row]:
        """So that later outflows seldom are of a kind that was not there."""
        words = itertools.product(_CHANNELS, _PURPOSES, _TARGETINGS)
        return [
            {"Id": f"first{number}", "Channel": channel, "Purpose": purpose, "Targeting": targeting, "When": _LONG_AGO}
            for number, (channel, purpose, targeting) in enumerate(words)
        ]

    def _one_touches(self) -> Row:
        level = self._chance.choice(("person", "person", "account", "audience", "", ""))
        party = {} if level == "audience" else self._party(with_names=True)
        return {
            **party,
            "Id": self._number("touches", "o"),
            "Channel": "fax" if self._chance.random() < 0.01 else self._chance.choice(_CHANNELS),
            "Campaign": self._chance.choice(["", *(f"k{campaign}" for campaign in range(_CAMPAIGNS))]),
            "Level": level,
            "Purpose": self._chance.choice(("marketing", "marketing", "", "transactional")),
            "Status": self._chance.choice(("sent", "sent", "sent", "failed")),
            "Targeting": self._chance.choice(_TARGETINGS),
            "Touches": str(self._chance.randint(1, 9)),
            "When": self._moment(_DAYS + 3),
        }

    def _one_came(self) -> Row:
        referrer = f"c{self._chance.randrange(_PERSONS)}" if self._chance.random() < 0.3 else ""
        row = {**self._party(), "Id": self._number("came", "r"), "Referrer": referrer, "When": self._moment()}
        return {**row, "Deal": f"d{self._chance.randrange(_DEALS)}" if self._chance.random() < 0.3 else ""}

    def _one_bought(self) -> Row:
        row = {**self._party(), "Id": self._number("bought", "b"), "Amount": str(self._chance.randint(1, 99))}
        deal = f"d{self._chance.randrange(_DEALS)}" if self._chance.random() < 0.3 else ""
        return {**row, "Deal": deal, "When": self._moment()}

    def _one_offers(self) -> Row:
        row = {**self._party(), "Deal": f"d{self._chance.randrange(_DEALS)}", "When": self._moment()}
        return {**row, "Status": self._chance.choice(("open", "won", "lost")), "Amount": "100"}

    def _one_bounced(self) -> Row:
        email = self._party().get("Email", "") if self._chance.random() < 0.5 else ""
        number = self._chance.randint(1, max(1, self._last["touches"]))
        return {"Id": f"o{number}", "Email": email, "When": self._moment()}

    def _number(self, kind: str, letter: str) -> str:
        """A new thing, or once more one that came before."""
        if self._last[kind] and self._chance.random() < 0.25:
            return f"{letter}{self._chance.randint(1, self._last[kind])}"
        self._last[kind] += 1
        return f"{letter}{self._last[kind]}"

    def _party(self, *, with_names: bool = False) -> Row:
        """Whom a row names, by one identifier or by several."""
        person = self._chance.randrange(_PERSONS)
        names = self._names(person)
        row = {"Contact": f"c{person}" if self._chance.random() < 0.4 else ""}
        if self._chance.random() < 0.6:
            row["Email"] = names["Email"]
        if with_names and self._chance.random() < 0.3:
            row |= {"Phone": names["Phone"], "Name": names["Name"]}
        if self._chance.random() < 0.2:
            row["Account"] = f"f{self._chance.randrange(_FIRMS)}"
        if with_names and self._chance.random() < 0.1:
            row["Domain"] = f"firm{self._chance.randrange(_FIRMS)}.example"
        return row

    def _names(self, person: int) -> Row:
        """Addresses of a person: its own, one that two share, one that all share."""
        place = self._chance.choice((f"p{person}", f"p{person}", f"p{person}", f"pair{person // 2}", "info"))
        mail = f"{place}@{self._chance.choice(('gmail.com', f'firm{person % _FIRMS}.example'))}"
        if place == "info":
            mail = "info@firm0.example"
        number = "0144556677" if self._chance.random() < 0.2 else f"01445566{person:02}"
        return {"Email": mail, "Phone": number, "Name": "A B" if self._chance.random() < 0.3 else f"N{person} Z"}

    def _moment(self, days: int = _DAYS) -> str:
        """A moment, or a bare day; often on one of few days, so that some coincide."""
        number = self._chance.randrange(days)
        day = _FIRST_DAY + timedelta(days=number - number % self._chance.choice((1, 7)))
        if self._chance.random() < 0.3:
            return f"{day:%Y-%m-%d}"
        return f"{day + timedelta(minutes=15 * self._chance.randrange(96)):%Y-%m-%d %H:%M}"


def _csv(header: list[str], rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
