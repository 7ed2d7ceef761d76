from dagster_project.simulation.identity import resolve
from dagster_project.simulation.recorded import NOBODY, Recorded


def _contact_rows(recorded: Recorded, count: int, address: str) -> list[int]:
    """`count` contacts of one system that all name the same address; their id codes."""
    ids = [recorded.contact_id("hubspot", str(number)) for number in range(count)]
    for code in ids:
        recorded.saw_person((code, recorded.email(address)))
    return ids


def test_an_id_and_an_address_of_one_record_are_one_person():
    recorded = Recorded()
    contact, email = recorded.contact_id("hubspot", "1"), recorded.email("Ann@Acme.fr")
    recorded.saw_person((contact, email))
    identity = resolve(recorded)
    assert identity.person[contact] == identity.person[recorded.email("ann@acme.fr")]


def test_the_same_number_in_two_systems_is_two_persons():
    recorded = Recorded()
    one, other = recorded.contact_id("hubspot", "1"), recorded.contact_id("shop", "1")
    identity = resolve(recorded)
    assert identity.person[one] != identity.person[other]


def test_five_contacts_of_one_address_pass_for_one_person():
    recorded = Recorded()
    ids = _contact_rows(recorded, 5, "contact@acme.fr")
    assert len({int(resolve(recorded).person[code]) for code in ids}) == 1


def test_a_sixth_contact_makes_an_address_nobody_s():
    recorded = Recorded()
    ids = _contact_rows(recorded, 6, "info@acme.fr")
    identity = resolve(recorded)
    assert len({int(identity.person[code]) for code in ids}) == 6
    assert identity.ignored == {recorded.email("info@acme.fr")}


def test_merged_contacts_count_once_against_the_limit():
    recorded = Recorded()
    ids = _contact_rows(recorded, 6, "info@acme.fr")
    recorded.merges[(ids[5], ids[0])] = None
    identity = resolve(recorded)
    assert identity.ignored == frozenset()
    assert len({int(identity.person[code]) for code in ids}) == 1


def test_a_shared_address_is_somebody_only_where_nothing_else_is_named():
    recorded = Recorded()
    _contact_rows(recorded, 6, "info@acme.fr")
    email, phone = recorded.email("info@acme.fr"), recorded.phone_name("33140000000", "ann martin")
    recorded.saw_person((email, phone))
    identity = resolve(recorded)
    assert identity.party((email, phone), NOBODY)[0] == identity.person[phone]
    assert identity.party((email,), NOBODY)[0] == identity.person[email]


def test_the_account_is_the_named_one_then_the_contact_s_then_the_domain_s():
    from datetime import date

    recorded = Recorded()
    contact, email = recorded.contact_id("hubspot", "1"), recorded.email("ann@acme.fr")
    recorded.saw_person((contact, email))
    other, named = recorded.account_id("hubspot", "9"), recorded.domain("named.fr")
    by_domain = resolve(recorded)
    assert by_domain.party((email,), NOBODY)[1] == by_domain.account[recorded.domain("acme.fr")]
    recorded.saw_contact_account(contact, date(2024, 1, 1), other)
    by_record = resolve(recorded)
    assert by_record.party((email,), NOBODY)[1] == by_record.account[other]
    assert by_record.party((email,), named)[1] == by_record.account[named]


def test_the_newest_record_says_which_account_a_contact_has():
    from datetime import date

    recorded = Recorded()
    contact = recorded.contact_id("hubspot", "1")
    old, new = recorded.account_id("hubspot", "8"), recorded.account_id("hubspot", "9")
    recorded.saw_contact_account(contact, date(2024, 7, 1), new)
    recorded.saw_contact_account(contact, date(2024, 1, 1), old)
    identity = resolve(recorded)
    assert identity.party((contact,), NOBODY)[1] == identity.account[new]


def test_free_mail_gives_no_account():
    recorded = Recorded()
    email = recorded.email("ann@gmail.com")
    assert resolve(recorded).party((email,), NOBODY)[1] == NOBODY


def test_no_identifier_is_nobody():
    assert resolve(Recorded()).party((), NOBODY) == (NOBODY, NOBODY)
