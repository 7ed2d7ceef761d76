"""What landing writes for each kind of column."""

from dagster_project.landing.entities import load_entities


def test_landed_columns_are_the_values_and_then_the_system_columns() -> None:
    merges = load_entities()["merges"].landed_columns()
    assert merges[:6] == [
        ("thing", "varchar"),
        ("old_id", "varchar"),
        ("old_id_key", "bigint"),
        ("new_id", "varchar"),
        ("new_id_key", "bigint"),
        ("merged_at", "timestamp"),
    ]
    assert [name for name, _ in merges[6:9]] == ["_key", "_content", "_key_is_null"]
    assert merges[-1] == ("_row_number", "bigint")


def test_personal_columns_land_as_hashes_and_what_analysis_needs() -> None:
    names = [name for name, _ in load_entities()["contacts"].value_columns()]
    assert {"email_key", "email_domain", "email_domain_key", "phone_country", "phone_name_key"} <= set(names)
    assert not {"email", "phone", "first_name", "last_name", "full_name"} & set(names)


def test_a_moment_says_whether_it_is_a_day_only() -> None:
    columns = dict(load_entities()["outflows"].landed_columns())
    assert (columns["sent_at"], columns["sent_is_date_only"]) == ("timestamp", "boolean")
    assert "subject" not in columns


def test_every_moment_of_an_entity_is_one_of_its_columns() -> None:
    for entity in load_entities().values():
        assert entity.moment is None or entity.columns[entity.moment].type == "moment"
