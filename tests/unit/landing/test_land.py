"""What becomes of each record of a file; the numbers stand in the files written here."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.landing.workspaces import (
    CALLS,
    deliver,
    land_inbox,
    make_workspace,
    registered,
    write_contract,
)

HEADER = "Sens;Date;Nom;Numéro;Montant;Commentaire;Agence"
# 8 records: 2 outbound, 3 inbound, 1 inbound without a readable date, 1 of an unknown direction, 1 with a cell too few.
RECORDS = (
    "Sortant;15/01/2025 10:00;Ann Example;06 12 34 56 78;;;Lyon",
    "Sortant;16/01/2025 10:00;Bob Example;06 12 34 56 79;;;Lyon",
    "Entrant;31/01/2025 23:30;Ann Example;06 12 34 56 78;1 234,56;secret words;Lyon",
    "Entrant;01/02/2025;Cy Example;+44 20 7946 0958;;;Paris",
    "Entrant;01/02/2025;Cy Example;+44 20 7946 0958;;;Paris",
    "Entrant;soon;Di Example;06 00 00 00 00;;;Paris",
    "Perdu;02/02/2025;Ed Example;06 00 00 00 01;;;Paris",
    "Entrant;02/02/2025;Fy Example",
)


def test_every_record_ends_in_exactly_one_place_of_each_feed(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    report = land_inbox(workspace)
    assert not report.unreadable
    con = registered(workspace)
    rows = con.execute(
        "select feed, records, landed_rows, landed_records, expanded, rejected, not_selected, footer "
        "from landing.deliveries order by feed"
    ).fetchall()
    assert rows == [
        ("outflows", 8, 2, 2, 0, 2, 4, 0),
        ("returns", 8, 3, 3, 0, 3, 2, 0),
    ]


def test_tallies_count_each_source_by_local_month_from_all_records(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    land_inbox(workspace)
    rows = registered(workspace).execute(
        "select return_source, cast(month as varchar), delivered, landed_records, rejected, not_selected "
        "from landing.tallies order by month nulls last"
    )
    assert rows.fetchall() == [
        ("phone_log", "2025-01-01", 3, 1, 0, 2),
        ("phone_log", "2025-02-01", 3, 2, 1, 0),
        ("phone_log", None, 2, 0, 2, 0),
    ]


def test_records_that_left_tell_column_reason_and_shape(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    land_inbox(workspace)
    rows = registered(workspace).execute(
        "select row_number, column_name, reason, shape from landing.left_records "
        "where feed = 'returns' and disposition = 'rejected' order by row_number"
    )
    first, second, third = rows.fetchall()
    assert first == (6, "Date", "is no date in the declared formats", "aaaa")
    assert second == (7, "Sens", "means nothing that the contract lists", "Aaaaa")
    assert third[0] == 8 and third[3] is None


def test_typed_values_land_in_utc(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    land_inbox(workspace)
    rows = registered(workspace).execute(
        "select cast(returned_at as varchar), returned_is_date_only, amount, phone_country, _row_number "
        "from landing.returns order by _row_number"
    )
    assert rows.fetchall() == [
        ("2025-01-31 22:30:00", False, Decimal("1234.560000"), "FR", 3),
        ("2025-01-31 23:00:00", True, None, "GB", 4),
        ("2025-01-31 23:00:00", True, None, "GB", 5),
    ]


def test_a_phone_and_a_name_meet_across_feeds(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    land_inbox(workspace)
    found = registered(workspace).execute(
        "select o._row_number, r._row_number from landing.outflows o join landing.returns r using (phone_name_key)"
    )
    assert found.fetchall() == [(1, 3)]


def test_equal_rows_of_one_file_are_two_facts_and_the_same_two_in_a_later_file(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *RECORDS)
    deliver(workspace, "calls-2025-03-31.csv", HEADER, RECORDS[4], RECORDS[3], RECORDS[2])
    land_inbox(workspace)
    rows = registered(workspace).execute("select count(*), count(distinct _key) from landing.returns")
    assert rows.fetchone() == (6, 3)


def test_facts_that_differ_only_in_an_unmapped_column_stay_apart(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    lyon = RECORDS[3].replace("Paris", "Lyon")
    deliver(workspace, "calls-2025-02-28.csv", HEADER, RECORDS[3])
    deliver(workspace, "calls-2025-03-31.csv", HEADER, lyon)
    land_inbox(workspace)
    rows = registered(workspace).execute("select count(distinct _key) from landing.returns")
    assert rows.fetchone() == (2,)


PRODUCTS = """
    name: products
    system: shop
    files: ["*.csv"]
    feeds:
      products:
        key: [product_id]
        columns:
          product_id: {from: [Code, SKU]}
          product_name: {from: [Name]}
          category: {from: [Group], values: {a: alpha}, optional: true}
"""


@pytest.mark.parametrize(
    ("policy", "landed", "rejected", "problems"),
    [("keep", 2, 0, 0), ("empty", 2, 0, 0), ("reject_row", 1, 1, 0), ("fail", 1, 1, 1)],
)
def test_an_unlisted_word_follows_the_policy(
    tmp_path: Path, policy: str, landed: int, rejected: int, problems: int
) -> None:
    contract = CAMPAIGNS.replace("POLICY", policy)
    workspace = make_workspace(tmp_path, contract)
    deliver(workspace, "campaigns.csv", "Id,Kind", "1,EnvoyÉ  en masse", "2,who knows")
    land_inbox(workspace)
    con = registered(workspace)
    assert con.execute("select landed_rows, rejected from landing.deliveries").fetchone() == (landed, rejected)
    assert con.execute("select count(*) from landing.problems where kind = 'unmapped_fail'").fetchone() == (problems,)
    words = [row[0] for row in con.execute("select targeting from landing.campaigns order by campaign_id").fetchall()]
    assert words == ["blast", None if policy == "empty" else "unmapped"][:landed]


CAMPAIGNS = """
    name: campaigns
    system: mailer
    files: ["*.csv"]
    feeds:
      campaigns:
        key: [campaign_id]
        columns:
          campaign_id: {from: [Id]}
          targeting: {from: [Kind], values: {envoye en masse: blast}, on_unmapped: POLICY}
"""


def test_several_values_in_a_cell_land_as_a_row_each(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, LINKS)
    deliver(workspace, "links.csv", "Deal,Contacts", "D1,7; 8 ;;9", "D2,", "D3,7")
    land_inbox(workspace)
    con = registered(workspace)
    counts = con.execute("select landed_rows, landed_records, expanded from landing.deliveries").fetchone()
    assert counts == (5, 3, 2)
    rows = con.execute("select deal_id, contact_id from landing.links order by all").fetchall()
    assert rows == [("D1", "7"), ("D1", "8"), ("D1", "9"), ("D2", None), ("D3", "7")]


LINKS = """
    name: links
    system: crm
    files: ["*.csv"]
    feeds:
      links:
        columns:
          deal_id: {from: [Deal]}
          contact_id: {from: [Contacts], split: ";"}
"""


def test_a_row_whose_natural_key_lacks_a_part_is_marked_and_keeps_a_key_of_its_own(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CAMPAIGNS.replace("POLICY", "keep"))
    deliver(workspace, "campaigns.csv", "Id,Kind", "1,envoye en masse", ",envoye en masse", ",envoye en masse")
    land_inbox(workspace)
    rows = registered(workspace).execute(
        "select _key_is_null, count(*), count(distinct _key) from landing.campaigns group by all order by all"
    )
    assert rows.fetchall() == [(False, 1, 1), (True, 2, 2)]


def test_more_rejected_records_than_allowed_are_a_problem(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CALLS)
    bad = [f"Entrant;never;Name {number};06;;;" for number in range(6)]
    deliver(workspace, "calls-2025-02-28.csv", HEADER, *bad)
    land_inbox(workspace)
    kinds = registered(workspace).execute("select kind from landing.problems").fetchall()
    assert kinds == [("too_many_rejected",)]


def test_a_missing_column_names_file_column_and_the_nearest_header_while_others_land(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, PRODUCTS)
    deliver(workspace, "bad.csv", "Coda,Name", "P1,Chair")
    deliver(workspace, "good.csv", "SKU,Name", "P2,Table")
    report = land_inbox(workspace)
    assert report.landed == ["good.csv"]
    (problem,) = report.unreadable
    assert problem.file_name == "bad.csv"
    for word in ("bad.csv", "product_id", "Code", "SKU", "Coda"):
        assert word in problem.message


def test_a_header_without_records_is_a_valid_zero(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    deliver(workspace, "calls-2025-02-28.csv", HEADER)
    assert land_inbox(workspace).rows == 0
    con = registered(workspace)
    assert con.execute("select sum(records), count(*) from landing.deliveries").fetchone() == (0, 2)
    assert con.execute("select count(*) from landing.returns").fetchone() == (0,)


def test_a_changed_policy_of_words_lands_again_from_the_original(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, CAMPAIGNS.replace("POLICY", "keep"))
    deliver(workspace, "campaigns.csv", "Id,Kind", "1,who knows")
    land_inbox(workspace)
    write_contract(workspace, CAMPAIGNS.replace("POLICY", "keep").replace("envoye en masse", "who knows"))
    assert land_inbox(workspace).landed == ["campaigns.csv"]
    assert registered(workspace).execute("select targeting from landing.campaigns").fetchall() == [("blast",)]


def test_amounts_of_millions_land(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    largest = "999 999 999 999,999999"  # twelve digits before the sign and six behind it are kept
    deliver(workspace, "calls-2025-02-28.csv", HEADER, RECORDS[2].replace("1 234,56", largest))
    assert land_inbox(workspace).unreadable == []
    rows = registered(workspace).execute("select amount from landing.returns").fetchall()
    assert rows == [(Decimal("999999999999.999999"),)]
