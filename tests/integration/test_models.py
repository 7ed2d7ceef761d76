"""The models on a small market written by hand: identity from exports to marts, and what readers of the marts see."""

from collections.abc import Iterator
from typing import Any

import pytest
from warehouse import Row, Warehouse

SYSTEM_COLUMNS: Row = {"_key_is_null": False, "_system": "crm", "_feed": "rows"}
ANN, ANN_AT_HOME, BOB, INFO = 1001, 1002, 1003, 1004
ACME, ACME_DOMAIN, FREE_MAIL = 2001, 2002, 2003


def row(number: int, delivery: str, contract: str, **columns: Any) -> Row:
    return {
        **SYSTEM_COLUMNS,
        "_key": number,
        "_content": number,
        "_contract": contract,
        "_delivery_id": delivery,
        "_row_number": number,
        **columns,
    }


CONTACTS = [
    row(1, "contacts", "crm_contacts", contact_id="1", contact_id_key=ANN, email_key=11, email_domain="acme.example"),
    row(2, "contacts", "crm_contacts", contact_id="2", contact_id_key=ANN_AT_HOME, email_key=12),
    row(3, "contacts", "crm_contacts", contact_id="3", contact_id_key=BOB, email_key=13, email_domain="free.fr"),
]
CONTACTS[0] = {**CONTACTS[0], "email_domain_key": ACME_DOMAIN, "account_id": "9", "account_id_key": ACME}
CONTACTS[2] = {**CONTACTS[2], "email_domain_key": FREE_MAIL}
ACCOUNTS = [
    row(9, "accounts", "crm_accounts", account_id="9", account_id_key=ACME, account_name="Acme"),
]
ACCOUNTS[0] = {**ACCOUNTS[0], "account_domain": "acme.example", "account_domain_key": ACME_DOMAIN}
MERGES = [row(20, "contacts", "crm_contacts", thing="contact", old_id_key=ANN_AT_HOME, new_id_key=ANN)]
# info@ stands in the rows of six persons, so it is nobody of them, but it is at Acme.
SHARING = [row(30 + n, "links", "crm_links", contact_id_key=3000 + n, email_key=INFO) for n in range(6)]
RETURNS = [
    row(41, "forms", "forms", return_id="home", email_key=12, email_domain="free.fr", email_domain_key=FREE_MAIL),
    row(42, "forms", "forms", return_id="free", email_key=13, email_domain="free.fr", email_domain_key=FREE_MAIL),
    row(43, "forms", "forms", return_id="info", email_key=INFO, email_domain="acme.example"),
    row(44, "forms", "forms", return_id="nobody"),
    row(45, "forms", "forms", return_id="company", account_domain="acme.example", account_domain_key=ACME_DOMAIN),
]
RETURNS[2] = {**RETURNS[2], "email_domain_key": ACME_DOMAIN}
RETURNS = [
    {**record, "returned_at": "2026-03-01 10:00:00", "_return_source": "web_form", "kind": "form"} for record in RETURNS
]
LANDED = {"contacts": CONTACTS, "accounts": ACCOUNTS, "merges": MERGES, "links": SHARING, "returns": RETURNS}


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Iterator[Warehouse]:
    for table, rows in LANDED.items():
        warehouse.insert(table, rows)
    deliveries = {(record["_contract"], record["_delivery_id"]) for rows in LANDED.values() for record in rows}
    warehouse.insert(
        "sightings",
        [
            {"contract": contract, "delivery_id": delivery, "exported_at": "2026-03-02", "is_withdrawn": False}
            for contract, delivery in sorted(deliveries)
        ],
    )
    run = {"run_id": "r1", "as_of": "2026-03-02", "version": "0", "time_zone": "Europe/Paris", "currency": "EUR"}
    warehouse.insert("run", [run])
    done = warehouse.dbt("build", "--exclude", "resource_type:test", "resource_type:unit_test")
    assert done.returncode == 0, done.stdout
    yield warehouse


def party_of(built: Warehouse, return_id: str) -> tuple[Any, ...]:
    sql = f"select contact_key, account_key from marts.fct_returns where return_id = '{return_id}'"
    return built.query(sql)[0]


@pytest.mark.slow
class TestIdentity:
    def test_a_merged_contact_answers_for_all_its_addresses(self, built: Warehouse) -> None:
        # Identifiers 11, 12, 1001 and 1002 are one person; 11 is the smallest. Her record files her under Acme.
        assert party_of(built, "home") == ("11", "2001")

    def test_a_free_mail_person_has_no_account(self, built: Warehouse) -> None:
        assert party_of(built, "free") == ("13", None)

    def test_a_shared_address_is_a_person_of_its_own_at_the_company_of_its_domain(self, built: Warehouse) -> None:
        assert party_of(built, "info") == ("1004", "2001")

    def test_nobody_named_is_nobody(self, built: Warehouse) -> None:
        assert party_of(built, "nobody") == (None, None)

    def test_a_domain_alone_names_the_account(self, built: Warehouse) -> None:
        assert party_of(built, "company") == (None, "2001")

    def test_every_former_key_leads_to_the_current_one(self, built: Warehouse) -> None:
        aliases = built.query("select alias_key, contact_key from marts.contact_key_aliases")
        assert {alias for alias, key in aliases if key == "11"} == {"11", "12", "1001", "1002"}

    def test_links_say_why_they_hold_or_not(self, built: Warehouse) -> None:
        links = built.query(
            "select rule, status, count(*) from marts.identity_links where thing = 'contact'"
            " group by rule, status order by rule, status"
        )
        assert links == [("merge", "linked", 1), ("same_row", "ignored_shared", 6), ("same_row", "linked", 3)]


@pytest.mark.slow
class TestMarts:
    def test_every_table_and_column_carries_its_description(self, built: Warehouse) -> None:
        silent = built.query(
            "select table_name, column_name from duckdb_columns() where database_name = 'marts' and comment is null"
            " union all select table_name, null from duckdb_tables() where database_name = 'marts' and comment is null"
        )
        assert silent == []

    def test_a_second_build_gives_the_same_contacts(self, built: Warehouse) -> None:
        before = built.query("select * from marts.dim_contacts order by contact_key")
        assert built.dbt("run", "--select", "+dim_contacts").returncode == 0
        assert built.query("select * from marts.dim_contacts order by contact_key") == before
