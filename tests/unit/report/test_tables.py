"""How values are written for readers."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from dagster_project.report.tables import Column, Form, make_table, write


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (2847, "count", "2,847"),
        (Decimal("8911407.90"), "money", "8,911,408"),
        (Decimal("0.7461520"), "share", "74.6\u00a0%"),
        (Decimal("0.715140"), "index", "0.715"),
        (12.25, "credit", "12.2"),
        (date(2026, 1, 1), "month", "2026-01"),
        (datetime(2026, 1, 31, 22, 59), "day", "2026-01-31"),
        (datetime(2026, 1, 31, 22, 59), "moment", "2026-01-31 22:59"),
        (None, "count", "–"),
        ("web_form", "text", "web_form"),
    ],
)
def test_each_form_is_written_as_readers_expect(value: object, form: Form, written: str) -> None:
    assert write(value, form) == written


def test_a_table_of_thousands_shows_the_first_rows_and_the_sum() -> None:
    rows = [[number] for number in range(5000)]
    shown, summed = (make_table("All", [Column("n", "count")], rows, has_total) for has_total in (False, True))
    assert shown.caption == "All (the first 600 of 5,000 rows; the published tables hold all)"
    assert (len(shown.rows), shown.rows[-1]) == (600, ["599"])
    assert (len(summed.rows), summed.rows[-2:]) == (600, [["598"], ["4,999"]])


def test_a_row_that_does_not_fit_its_columns_is_an_error() -> None:
    with pytest.raises(ValueError, match="argument"):
        make_table("t", [Column("a"), Column("b")], [[1]])
