"""A file that nobody described becomes a contract that lands it, and says what it is unsure of."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from dagster_project.drafting import Draft, draft_contract
from dagster_project.errors import UsageError
from dagster_project.landing.contract import load_contract

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def drafted(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Draft:
    path = folder / name
    path.write_text(text, encoding=encoding, newline="")
    return draft_contract(path, None, {}, "Europe/Paris")


def landed(draft: Draft) -> dict[str, tuple[int, int, int]]:
    return {feed.feed: (feed.landed, feed.rejected, feed.not_selected) for feed in draft.trial.feeds}


def rules(draft: Draft, feed: str) -> dict[str, tuple[str, ...]]:
    return {column: rule.headers for column, rule in draft.contract.feeds[feed].columns.items()}


LEAD = "date,email,message\n{0},ann@example.org,Hello\n{0},bob@example.org,Hi\n"
PURCHASES = (
    "_id,id,date,items,spent\n4,1,19970101,2,29.33\n4,1,19970118,2,29.73\n4,1,19970802,1,14.96\n18,2,19970104,1,14.96\n"
    "18,2,19970104,1,14.96\n21,3,19970113,2,28.13\n"
)


def test_purchases_without_an_order_number_are_orders_of_their_customers(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "transactions.csv", PURCHASES)
    feed = draft.contract.feeds["orders"]
    assert rules(draft, "orders") == {
        "order_id": ("id",),
        "customer_id": ("id",),
        "ordered_at": ("date",),
        "amount": ("spent",),
    }
    assert feed.columns["order_id"].joined == (("date",),)
    assert draft.contract.format.dates == ("%Y%m%d",)
    assert feed.key == ()
    assert feed.return_source is not None
    assert feed.return_source.names == ("transactions",)
    assert feed.declared_from == date(1997, 1, 1)
    # The two equal rows of 4 January are two orders.
    assert landed(draft) == {"orders": (6, 0, 0)}
    assert any("no order number" in doubt for doubt in draft.doubts)
    assert any("'id' is an id whose values come again" in doubt for doubt in draft.doubts)


def test_lines_of_invoices_are_order_lines_and_a_letter_marks_refunds(tmp_path: Path) -> None:
    lines = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"]
    for day in range(1, 29):
        lines += [
            f"5363{day:02},85123A,WHITE HOLDER,6,12/{day}/2010 8:26,2.55,17850,United Kingdom",
            f"C5363{day:02},85123A,WHITE HOLDER,-1,12/{day}/2010 9:41,2.55,17850,United Kingdom",
        ]
    draft = drafted(tmp_path, "retail.csv", "\n".join(lines) + "\n")
    (feed,) = draft.contract.feeds.values()
    assert feed.entity == "order_lines"
    assert rules(draft, "order_lines")["customer_id"] == ("CustomerID",)
    assert feed.columns["kind"].values == {"C*": "refund"}
    assert feed.columns["kind"].default == "order"
    # 12/28/2010 is no day of a 28th month, so nothing is doubtful about the order of day and month.
    assert draft.contract.format.dates == ("%m/%d/%Y %H:%M",)
    assert landed(draft) == {"order_lines": (56, 0, 0)}


def test_a_parquet_file_of_invoices_lands_whole(tmp_path: Path) -> None:
    path = tmp_path / "sales.parquet"
    with duckdb.connect() as con:
        con.execute(f"copy (from '{FIXTURES / 'online_retail.parquet'}' limit 2000) to '{path}' (format parquet)")
    draft = draft_contract(path, None, {})
    assert draft.contract.format.type == "parquet"
    assert landed(draft) == {"order_lines": (2000, 0, 0)}


def test_weekly_totals_become_costs_outflows_and_revenue(tmp_path: Path) -> None:
    first = date(2015, 11, 23)
    rows = [
        f'"{first + timedelta(weeks=week)}",{1000 + week},{week % 3 * 10.5},{week % 2 * 7},{week % 2 * 300},"na"'
        for week in range(30)
    ]
    header = '"DATE","revenue","tv_S","facebook_S","facebook_I","events"'
    draft = drafted(tmp_path, "weekly.csv", "\n".join([header, *rows]) + "\n")
    assert set(draft.contract.feeds) == {
        "costs_tv", "outflows_tv", "costs_facebook", "outflows_facebook", "orders",
    }  # fmt: skip
    assert draft.contract.feeds["costs_facebook"].constants["channel"] == "social_ads"
    assert rules(draft, "outflows_facebook")["touches"] == ("facebook_I",)
    assert draft.contract.feeds["orders"].return_source is None
    # Of 30 weeks every third is without television and every second without the other.
    assert landed(draft) == {
        "costs_tv": (20, 0, 10),
        "outflows_tv": (20, 0, 10),
        "costs_facebook": (15, 0, 15),
        "outflows_facebook": (15, 0, 15),
        "orders": (30, 0, 0),
    }
    assert "Not used, kept beside the landing: events." in draft.text


def test_a_retention_table_becomes_sign_ups_and_cancellations(tmp_path: Path) -> None:
    rows = "1,1,8,highend\n2,3,8,highend\n3,8,8,regular\n4,8,8,regular\n"
    draft = drafted(tmp_path, "cohorts.csv", f"customer_id,recency,T,cohort\n{rows}")
    assert landed(draft) == {"contacts": (4, 0, 0), "sign_ups": (4, 0, 0), "endings": (4, 0, 0)}
    # Who lasted three months from the first of January on left on the last of March.
    assert draft.trial.feeds[2].lands[1].endswith("kind=cancelled, reached_at=2020-03-31 00:00")
    assert draft.trial.feeds[2].lands[2].endswith("kind=observed, reached_at=2020-08-31 00:00")
    assert any("names no day" in doubt for doubt in draft.doubts)


def test_groups_of_customers_are_offered_as_kinds_of_onboarding(tmp_path: Path) -> None:
    rows = "1,1,8,highend\n2,3,8,highend\n3,8,8,regular\n4,8,8,regular\n"
    draft = drafted(tmp_path, "cohorts.csv", f"customer_id,recency,T,cohort\n{rows}")
    assert "onboardings" not in draft.contract.feeds
    opening, offer = draft.text.split("  # onboardings:")
    taken = tmp_path / "taken.yaml"
    taken.write_text(opening + "  onboardings:" + offer.replace("  # ", "  "))
    feed = load_contract(taken).feeds["onboardings"]
    assert feed.constants == {"kind": "onboarded", "reached_at": "2020-01-01"}
    assert feed.columns["onboarding_kind"].values == {"highend": "cheap", "regular": "trained"}


def test_people_are_never_taken_for_costs(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path, "x.csv", "_id,id,date,spent\n1,1,19970101,29.33\n2,1,19970118,29.73\n3,2,19970102,63.34\n"
    )
    assert list(draft.contract.feeds) == ["orders"]
    assert not any("costs" in line for line in (*draft.why, *draft.doubts))


def test_a_french_call_log_in_cp1252_is_read_both_ways(tmp_path: Path) -> None:
    text = (
        "Date;Sens;Téléphone;Nom\n03/03/2025 10:15;Entrant;06 12 34 56 78;Zoé Martin\n"
        "13/03/2025 11:40;Sortant;06 98 76 54 32;Ann Leroy\n14/03/2025 09:05;Sortant;06 98 76 54 33;Luc Noël\n"
    )
    draft = drafted(tmp_path, "appels.csv", text, "cp1252")
    form = draft.contract.format
    assert (form.encoding, form.delimiter, form.dates) == ("cp1252", ";", ("%d/%m/%Y %H:%M",))
    assert landed(draft) == {"outflows": (2, 0, 1), "returns": (1, 0, 2)}
    assert not any(name in draft.text for name in ("Zoé", "Leroy", "06 12"))
    assert not any(name in str(draft.trial) for name in ("Zoé", "Leroy", "06 12"))
    assert not any(name in str(draft.columns) for name in ("Zoé", "Leroy", "06 12"))


def test_titles_above_and_totals_below_are_no_records(tmp_path: Path) -> None:
    text = "Dépenses 2025\n\nDate;Canal;Montant\n01/02/2025;radio;1 200,50\n15/02/2025;salon;300,00\nTotal;;1 500,50\n"
    draft = drafted(tmp_path, "depenses.csv", text)
    form = draft.contract.format
    assert (form.skip_lines, form.footer, form.decimal, form.thousands) == (2, ("Total*",), ",", " ")
    assert landed(draft) == {"costs": (2, 0, 0)}


def test_a_doubt_between_day_and_month_is_told(tmp_path: Path) -> None:
    text = "date,email,campaign\n" + "".join(f"0{day}/05/2025,person{day}@example.org,spring\n" for day in range(1, 8))
    draft = drafted(tmp_path, "sends.csv", text)
    assert any("%m/%d/%Y" in doubt and "%d/%m/%Y" in doubt for doubt in draft.doubts)


def test_a_file_of_json_items_is_read_by_their_fields(tmp_path: Path) -> None:
    items = '{"when": "2025-05-01T10:00:00Z", "person": {"email": "ann@example.org"}, "subject": "Hi"}\n'
    draft = drafted(tmp_path, "form-answers.jsonl", items * 3)
    assert draft.contract.format.type == "jsonl"
    assert rules(draft, "returns")["email"] == ("person.email",)


def test_a_column_that_writes_numbers_in_its_own_way_says_so_itself(tmp_path: Path) -> None:
    header = "Facture;Code article;Libellé;Qté;Date facture;Prix unitaire;Code client\n"
    rows = "".join(f"F{day};A{day};Vis;{day}.0;{day}/05/2025;1,5{day % 10};C1\n" for day in range(10, 20))
    draft = drafted(tmp_path, "ventes.csv", header + rows)
    feed = draft.contract.feeds["order_lines"]
    assert (feed.columns["unit_price"].decimal, feed.columns["quantity"].decimal) == (",", None)
    assert landed(draft) == {"order_lines": (10, 0, 0)}


def test_a_name_that_is_taken_is_not_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "transactions.csv"
    path.write_text(PURCHASES)
    assert draft_contract(path, None, {"transactions"}).name == "own_transactions"


def test_a_date_in_the_files_name_dates_the_export(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "transactions_20250131.csv", PURCHASES)
    assert draft.contract.exported_at.kind == "name"
    assert draft.contract.files[0] == "transactions_*.csv"


def test_a_table_of_nothing_known_says_what_it_saw(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no entity fits its columns: a \(whole numbers\), b \(a few words\)"):
        drafted(tmp_path, "x.csv", "a,b\n1,u\n2,v\n")
    with pytest.raises(UsageError, match="no entity fits") as caught:
        drafted(tmp_path, "orders.csv", "date,customer id\n2025-01-01,1\n")
    assert "orders lacks amount" in caught.value.hint


def test_a_header_alone_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has a header and no record"):
        drafted(tmp_path, "x.csv", "date,email\n")


def test_who_ordered_cannot_be_read_from_an_id_made_of_an_address_or_a_name(tmp_path: Path) -> None:
    rows = "{0},2025-01-02,5\n{1},2025-01-03,6\n"
    by_address = drafted(tmp_path, "orders.csv", "Email,Date,Total\n" + rows.format("ann@a.example", "bob@b.example"))
    by_name = drafted(tmp_path, "sales.csv", "Client,Date,Total\n" + rows.format("Ann Leroy", "Bob Stone"))
    for draft in (by_address, by_name):
        assert draft.contract.feeds["orders"].columns["order_id"].pseudonym
        shown = "".join(draft.trial.feeds[0].lands)
        assert not any(word in shown for word in ("ann@", "Leroy", "bob@", "Stone"))
    assert by_name.contract.feeds["orders"].columns["customer_id"].pseudonym
    assert any("holds names" in doubt for doubt in by_name.doubts)


def test_an_id_that_repeats_none_numbers_the_rows(tmp_path: Path) -> None:
    first = '{"id": 1, "created": "2024-01-02T10:00:00Z", "customer": {"email": "a@b.example"}, "total": 12.5}'
    second = '{"id": 2, "created": "2024-01-03T10:00:00Z", "customer": {"email": "a@b.example"}, "total": 13.5}'
    draft = drafted(tmp_path, "rows.json", f"[{first}, {second}]")
    assert draft.contract.feeds["orders"].key == ("order_id",)
    assert rules(draft, "orders")["order_id"] == ("id",)
    assert not any("nothing tells which" in doubt for doubt in draft.doubts)  # both forms mean the same instant


def test_a_french_list_of_quotes_is_deals(tmp_path: Path) -> None:
    text = "N° devis;Client;Date;Montant HT;Statut\nD1;Acme;03/02/2024;1 200,00;Gagné\nD2;Zen;14/02/2024;900,50;Perdu\n"
    draft = drafted(tmp_path, "devis.csv", text, "cp1252")
    assert rules(draft, "deals") == {
        "deal_id": ("N° devis",),
        "status": ("Statut",),
        "amount": ("Montant HT",),
        "created_at": ("Date",),
    }
    assert draft.contract.feeds["deals"].key == ("deal_id",)


def test_times_of_day_raise_the_question_of_their_zone_whatever_their_form(tmp_path: Path) -> None:
    asked = {
        day: any(doubt.startswith("timezone") for doubt in drafted(tmp_path, "leads.csv", LEAD.format(day)).doubts)
        for day in ("2025-03-03 10:15:00", "03/03/2025 10:15", "2025-03-03", "2025-03-03T10:15:00Z")
    }
    assert list(asked.values()) == [True, True, False, False]
