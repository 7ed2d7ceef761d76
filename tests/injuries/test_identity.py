"""Injuries of identity: who is one person, which company a person belongs to."""

import pytest
from injury import Injury, first, model, of_first, otherwise, twice, without
from played import Played

_CONTACTS, _ACCOUNTS = "int_contact_identifiers__resolved", "int_account_identifiers__resolved"
_CONTACT_LINKS, _ACCOUNT_LINKS = "int_contact_links__judged", "int_account_links__judged"

_NAMES_TWO = "contact_id_key is not null"


def _with_a_link_of_strangers(sql: str) -> str:
    """The query of links with one more, between the two that are furthest apart."""
    return (
        f"with injured as (\n{sql}\n) from injured union all by name "
        "select min(first_key) as first_key, max(second_key) as second_key, 'linked' as status from injured"
    )


INJURIES = [
    model("an identifier of a person is lost", _CONTACTS, without(first("identifier_key"))),
    model(
        "an e-mail address leads to two persons: its facts are doubled",
        _CONTACTS,
        lambda sql: (
            f"with injured as (\n{sql}\n) from injured union all "
            "(select * replace (identifier_key as contact_key) from injured "
            "where contact_key <> identifier_key order by identifier_key limit 1)"
        ),
    ),
    model("an identifier stands twice", _CONTACTS, twice("identifier_key = (select min(identifier_key) from injured)")),
    model(
        "a person falls into two",
        _CONTACTS,
        otherwise(
            f"case when {first('identifier_key', 'contact_key <> identifier_key')} then identifier_key "
            "else contact_key end as contact_key"
        ),
    ),
    model(
        "two persons become one",
        _CONTACTS,
        otherwise(
            "case when contact_key = max(contact_key) over () then min(contact_key) over () else contact_key end "
            "as contact_key"
        ),
    ),
    model(
        "a person goes by another identifier than the smallest",
        _CONTACTS,
        otherwise("max(identifier_key) over (partition by contact_key) as contact_key"),
    ),
    model("an identifier of a company is lost", _ACCOUNTS, without(first("identifier_key"))),
    model(
        "a company's identifier stands twice",
        _ACCOUNTS,
        twice("identifier_key = (select min(identifier_key) from injured)"),
    ),
    model(
        "two companies become one",
        _ACCOUNTS,
        otherwise(
            "case when account_key = max(account_key) over () then min(account_key) over () else account_key end "
            "as account_key"
        ),
    ),
    model(
        "a person belongs to two companies: its facts are doubled",
        "int_contacts__assigned",
        lambda sql: (
            f"with injured as (\n{sql}\n) from injured union all "
            "(select contact_key, (select max(account_key) from injured) as account_key from injured "
            "where account_key <> (select max(account_key) from injured))"
        ),
    ),
    model("a person's company is lost", "int_contacts__assigned", without(first("contact_key"))),
    model("free-mail domains are taken for companies", "stg_domains", otherwise("false as is_free_mail")),
    model("former keys of persons are lost", "contact_key_aliases", without(first("alias_key"))),
    model("former keys of companies are lost", "account_key_aliases", without(first("alias_key"))),
    model("a link is not explained", "identity_links", without(first("first_identifier_key"))),
    model("a person is missing from its dimension", "dim_contacts", without(first("contact_key"))),
    model(
        "a person stands twice in its dimension",
        "dim_contacts",
        twice("contact_key = (select min(contact_key) from injured)"),
    ),
    model("a company is missing from its dimension", "dim_accounts", without(first("account_key"))),
    model("two persons are linked whom no row names together", _CONTACT_LINKS, _with_a_link_of_strangers),
    model("two companies are linked that no row names together", _ACCOUNT_LINKS, _with_a_link_of_strangers),
    model(
        "colleagues are linked because their company is one",
        _CONTACT_LINKS,
        lambda sql: (
            f"from (\n{sql}\n) union all by name "
            "select min(email_key) as first_key, max(email_key) as second_key, 'linked' as status "
            "from intermediate.int_identifiers__gathered group by account_id_key having min(email_key) < max(email_key)"
        ),
    ),
    model("a link of two identifiers is lost", _CONTACT_LINKS, without(first("first_key", "status = 'linked'"))),
    model("a link of a company and its domain is lost", _ACCOUNT_LINKS, without(first("first_key"))),
    model("a shared address joins everybody", _CONTACT_LINKS, otherwise("'linked' as status")),
    model(
        "a link is ignored for no reason",
        _CONTACT_LINKS,
        otherwise(of_first("first_key", "'ignored_shared'", "status", "status = 'linked'")),
    ),
    model("merges are forgotten", _CONTACT_LINKS, without("rule = 'merge'")),
    model(
        "telephone numbers are not gathered",
        "int_identifiers__gathered",
        otherwise("case when contact_id_key is null then phone_name_key end as phone_name_key"),
    ),
    model("a row's identifiers are not gathered", "int_identifiers__gathered", without(first("email_key", _NAMES_TWO))),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_identity_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"


def _merge_beside_a_circle(played: Played) -> None:
    """Three identifiers linked in a circle have a link to spare, by which two strangers could pass for one of them."""
    played.execute(
        "create or replace temp table circle as from (values (-1, -2), (-2, -3), (-3, -1), (-5, -4)) t (a, b);"
        "insert into intermediate.int_contact_links__judged by name "
        "select a as first_key, b as second_key, 'linked' as status from circle;"
        f"insert into intermediate.{_CONTACTS} by name "
        "select distinct a as identifier_key, -5 as contact_key from circle union select b, -5 from circle"
    )
    _rebuild_beside(played)


def _rebuild_beside(played: Played) -> None:
    """Build what reads links and persons, but not the persons from the links."""
    played.rebuild_after(_CONTACTS)
    played.rebuild("identity_links")


def test_a_false_merge_beside_a_circle_of_links_is_caught(patient: Played) -> None:
    _merge_beside_a_circle(patient)
    wrong = {row[:2] for row in patient.laws() if row[3] != row[4]}
    assert wrong == {("origins_connected", "contacts"), ("origins_links", "contacts")}


def test_a_circle_of_links_alone_is_no_injury(patient: Played) -> None:
    _merge_beside_a_circle(patient)
    patient.execute(
        "insert into intermediate.int_contact_links__judged by name "
        "select -5 as first_key, -1 as second_key, 'linked' as status"
    )
    _rebuild_beside(patient)
    assert patient.failed_laws() == {"origins_links"}, "no row names the links of the circle, but they hold together"
