import hashlib
import hmac
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from dagster_project.landing.casts import CellFormat, cast_cell, number
from dagster_project.landing.entities import EntityColumn
from dagster_project.landing.sql import clean_text, quote_value, set_hash_key, shape

KEY = b"k" * 32


def _format(decimal: str = ".", thousands: str = "", dates: tuple[str, ...] = ("%Y-%m-%d",)) -> CellFormat:
    return CellFormat(decimal, thousands, dates, ZoneInfo("Europe/Paris"), "FR", "shop")


def _value(expression: str, text: str | None) -> Any:
    row = duckdb.execute(f"select {expression} from (select cast({quote_value(text)} as varchar) as cell)").fetchone()
    assert row is not None
    return row[0]


def _cast(column: EntityColumn, text: str, cell: CellFormat) -> dict[str, Any]:
    con = duckdb.connect()
    set_hash_key(con, KEY)
    cast = cast_cell(column, "cell", cell)
    first = "".join(f", {sql} as {name}" for name, sql in cast.first.items())
    outputs = ", ".join(f"{sql} as {name}" for name, sql in cast.outputs.items())
    cursor = con.execute(f"select {outputs} from (select cell{first} from (select {quote_value(text)} as cell))")
    row = cursor.fetchone()
    assert row is not None
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "expected"),
    [
        ("1 234,56", ",", " ", "1234.56"),
        ("1\u202f234\u00a0567,5", ",", " ", "1234567.5"),
        ("1.234,5", ",", ".", "1234.5"),
        ("-3", ",", " ", "-3"),
        ("1.23", ",", ".", None),  # not groups of three: 123 would be a guess
        ("12 34", ",", " ", None),
        ("1.5", ",", " ", None),
        ("1e5", ".", "", None),
        ("1_000", ".", "", None),
        ("nan", ".", "", None),
        ("", ".", "", None),
    ],
)
def test_numbers_are_read_as_declared_or_not_at_all(
    text: str, decimal: str, thousands: str, expected: str | None
) -> None:
    found = _value(number("cell", _format(decimal, thousands)), text)
    assert found == (None if expected is None else Decimal(expected))


def test_an_amount_may_carry_its_currency_mark() -> None:
    assert _cast(EntityColumn("amount", "money"), "1 234,56 €", _format(",", " ")) == {"amount": Decimal("1234.56")}


def test_an_email_leaves_as_keyed_hash_and_domain() -> None:
    found = _cast(EntityColumn("email", "email"), "Ann <Ann.Example@Example.ORG>", _format())
    digest = hmac.new(KEY, b"email|ann.example@example.org", hashlib.sha256).hexdigest()
    assert found == {
        "email_key": int(digest[:15], 16),
        "email_domain": "example.org",
        "email_domain_key": _first_60_bits_of_md5(b"domain|example.org"),
    }


@pytest.mark.parametrize("text", ["nobody", "a@b", "a b@example.org", "@example.org", "a@example.org, b@example.org"])
def test_what_is_no_address_gives_no_key(text: str) -> None:
    found = _cast(EntityColumn("email", "email"), text, _format())
    assert set(found.values()) == {None}


def test_ids_of_one_kind_meet_in_the_namespace_of_their_system() -> None:
    customer = _cast(EntityColumn("customer_id", "id"), "C7", _format())
    contact = _cast(EntityColumn("contact_id", "id"), "C7", _format())
    assert customer["customer_id_key"] == contact["contact_id_key"]
    assert contact["contact_id_key"] == _first_60_bits_of_md5(b"contact|shop|C7")


def _first_60_bits_of_md5(text: bytes) -> int:
    """Of the digest read as one number, its last byte the highest: `printf TEXT | md5sum`, bytes from right to left."""
    return int(hashlib.md5(text, usedforsecurity=False).digest()[::-1].hex()[:15], 16)


def test_a_date_alone_is_the_start_of_its_day_and_says_so() -> None:
    cell = _format(dates=("%d/%m/%Y %H:%M", "%d/%m/%Y"))
    column = EntityColumn("sent_at", "moment")
    date_only = _cast(column, "15/07/2024", cell)
    with_time = _cast(column, "15/07/2024 00:00", cell)
    assert str(date_only["sent_at"]) == str(with_time["sent_at"]) == "2024-07-14 22:00:00"
    assert (date_only["sent_is_date_only"], with_time["sent_is_date_only"]) == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/07/2024 09:30", "2024-07-15 07:30:00"),
        ("15/07/2024   9:30", "2024-07-15 07:30:00"),
        ("2024-07-15T09:30:00Z", "2024-07-15 09:30:00"),
        ("2024-07-15T09:30:00+0300", "2024-07-15 06:30:00"),
        ("15/07/2024 09:30:00", None),
        ("epoch", None),  # DuckDB's own word for a date
        ("Infinity", None),
    ],
)
@pytest.mark.parametrize("further", [(), ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z", "%d/%m/%Y")])
def test_the_first_format_that_fits_reads_a_moment(text: str, expected: str | None, further: tuple[str, ...]) -> None:
    found = _cast(EntityColumn("closed_at", "timestamp"), text, _format(dates=("%d/%m/%Y %H:%M", *further)))
    is_known = expected is not None and (bool(further) or "T" not in text)
    assert str(found["closed_at"]) == (expected if is_known else "None")


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Acme.fr/about?x=1", "acme.fr"),
        ("acme.co.uk", "acme.co.uk"),
        ("acme", None),
        ("n/a", None),
        ("WWW.acme.fr", "acme.fr"),
        ("www.fr", "www.fr"),
        ("été.fr", "été.fr"),
        ("a.fr.", "a.fr"),
    ],
)
def test_a_domain_is_taken_from_an_address_of_the_web(text: str, domain: str | None) -> None:
    assert _cast(EntityColumn("account_domain", "domain"), text, _format())["account_domain"] == domain


@pytest.mark.parametrize(
    ("text", "country"),
    [("06 12 34 56 78", "FR"), ("+44 20 7946 0958", "GB"), ("0032 2 555 12 12", "BE"), ("612", None)],
)
def test_a_phone_tells_its_country(text: str, country: str | None) -> None:
    assert _cast(EntityColumn("phone", "phone"), text, _format()) == {"phone_country": country}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "a"), (" a\t", "a"), ("\u00a0é\u202f", "é"), ("\ufeffa", "a"), ("  ", None), ("NA", None), (" NA ", None)],
)
def test_cells_lose_outer_blanks_and_null_words(text: str, expected: str | None) -> None:
    assert _value(clean_text("cell", ("NA",)), text) == expected


def test_a_shape_tells_no_value() -> None:
    assert _value(shape("cell"), "Émile 12,5 €") == "Aaaaa 99,9 €"
    assert len(_value(shape("cell"), "x" * 100)) == 40


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("days since 1899-12-30", "45658", datetime(2024, 12, 31, 23)),  # how spreadsheets count 1 January 2025
        ("weeks since 2024-01-01", "2", datetime(2024, 1, 14, 23)),
        ("months since 2024-01-31", "1", datetime(2024, 2, 28, 23)),
        ("quarters since 2024-01-01", "0", datetime(2023, 12, 31, 23)),
        ("years before 2024-01-01", "3", datetime(2020, 12, 31, 23)),
        ("weeks since 2024-01-01", "1.5", None),
        ("weeks since 2024-01-01", "-1", None),
    ],
)
def test_counted_periods_are_days_of_the_files_time_zone(form: str, text: str, expected: datetime | None) -> None:
    found = _cast(EntityColumn("reached_at", "moment"), text, _format(dates=("%Y-%m-%d", form)))
    assert found == {"reached_at": expected, "reached_is_date_only": True}  # of an unread one nobody asks
