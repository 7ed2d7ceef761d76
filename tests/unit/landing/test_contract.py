"""Contracts: what is accepted, what an error says, and what changes a fingerprint."""

from pathlib import Path
from typing import Any

import pytest

from dagster_project.errors import UsageError
from dagster_project.landing.contract import Contract, contract_json_schema, load_contract, load_contracts
from dagster_project.resources import builtin_contracts_dir

CALLS = """\
name: calls
system: phone
files: "phone/*.csv"
exported_at: modified_time
format: {delimiter: ";", encoding: cp1252, timezone: Europe/Paris, dates: "%d/%m/%Y %H:%M"}
feeds:
  returns:
    when: {from: [Sens], values: {Entrant: inbound, No: outbound}, in: inbound}
    return_source: phone_log
    every: week
    grace: 3 days
    from: 2022-01-01
    columns:
      returned_at: {from: Date}
      kind: {from: Sens, values: {Entrant: inbound_call}, default: unmapped}
      phone: {from: [Téléphone, Phone], optional: true}
"""


def written(folder: Path, text: str, name: str = "calls.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str = CALLS) -> Contract:
    return load_contract(written(folder, text))


def complaint(folder: Path, old: str, new: str) -> str:
    assert old in CALLS
    with pytest.raises(UsageError) as caught:
        loaded(folder, CALLS.replace(old, new))
    return caught.value.message


def test_a_contract_says_what_it_says(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    feed = contract.feeds["returns"]
    assert (feed.entity, feed.every, feed.grace, str(feed.declared_from)) == ("returns", "week", 3, "2022-01-01")
    assert feed.return_source is not None
    assert feed.return_source.names == ("phone_log",)
    assert contract.exported_at.kind == "modified_time"
    assert feed.columns["returned_at"].headers == ("Date",)
    assert contract.policy(feed.columns["kind"]) == "keep"


def test_words_stay_the_words_that_were_written(tmp_path: Path) -> None:
    # YAML 1.1 would make a boolean of No.
    assert loaded(tmp_path).feeds["returns"].when[0].values == {"Entrant": "inbound", "No": "outbound"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("system: phone", "sytem: phone", "line 2, sytem: there is no such field; did you mean `system`?"),
        ("returned_at: {from", "retuned_at: {from", "line 14, feeds.returns.columns.retuned_at: returns has no column"),
        ("inbound_call}", "incoming}", "values.Entrant: 'incoming' is no kind; possible: reply, form"),
        ("Europe/Paris", "Europe/Pari", "line 5, format.timezone: 'Europe/Pari' is no time zone"),
        ("every: week", "every: fortnight", "line 10, feeds.returns.every"),
        ("3 days", "soon", "line 11, feeds.returns.grace: write a number of days"),
        ("3 days", "3 days\n    pauses: [August]", "line 12, feeds.returns.pauses: 'August' is no pause"),
        ("3 days", "3 days\n    pauses: [08-01..2025-08-31]", "feeds.returns.pauses: '08-01..2025-08-31' is no pause"),
        ("3 days", "3 days\n    pauses: [02-30..03-01]", "feeds.returns.pauses: '02-30..03-01' is no pause"),
        ("3 days", "3 days\n    pauses: [2025-08-31..2025-08-01]", "'2025-08-31..2025-08-01' is no pause"),
        ("return_source: phone_log", "pii: drop", "there is no such field"),
        ("    return_source: phone_log\n", "", "returns need a `return_source`"),
        ("in: inbound}", "in: incoming}", "`in` holds 'incoming', which no entry of `values` means"),
        ('delimiter: ";"', 'delimiter: ";;"', "delimiter has to be one plain character"),
        ("encoding: cp1252", "encoding: cp9999", "encoding 'cp9999' is not known"),
        ("  returns:\n", "  retruns:\n", "'retruns' is no entity; did you mean returns?"),
        ("{from: Date}", "{}", "line 14, feeds.returns.columns.returned_at: `from` is missing"),
        ("      returned_at: {from: Date}\n", "", "returns needs the column returned_at"),
        ("    every: week\n", "    every: week\n    every: day\n", "line 11: 'every' is given twice"),
        ("    every: week\n", "    key: [phone]\n", "a phone identifies no row"),
        ("    every: week\n", "    key: [return_id]\n", "'return_id' is not among the feed's columns"),
        ("No: outbound", "entrant : outbound", "has two meanings"),
        ("delimiter:", "type: xls, delimiter:", "nput should be 'csv', 'xlsx', 'json', 'jsonl' or 'parquet'"),
        ('files: "phone/*.csv"', 'files: "phone/*.csv', "line"),
    ],
)
def test_an_error_names_line_field_and_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = complaint(tmp_path, old, new)
    assert message in text
    assert str(tmp_path / "calls.yml") in text


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = complaint(tmp_path, "returned_at: {from: Date}\n      kind", "retuned_at: {from: Date}\n      knd")
    assert [line.split(",")[1].strip() for line in text.splitlines()] == ["line 7", "line 14", "line 15"]


def test_a_return_source_belongs_to_returns_and_orders_only(tmp_path: Path) -> None:
    head = "name: t\nsystem: t\nfiles: [t]\nfeeds:\n  tickets:\n"
    with pytest.raises(UsageError, match="line 6, feeds\\.tickets\\.return_source: tickets are no returns"):
        loaded(tmp_path, f"{head}    return_source: x\n    columns: {{opened_at: {{from: a}}}}\n")


def test_what_is_read_alike_has_the_same_fingerprint(tmp_path: Path) -> None:
    before = loaded(tmp_path).fingerprint("Europe/Paris")
    for old, new in [
        ("name: calls", "name: calls\nlabel: Phone log\n# a comment"),
        ('"phone/*.csv"', '["telephone/*.csv"]'),
        ("every: week", "every: month"),
        ("every: week", "every: week\n    pauses: 08-01..08-31"),
        ("from: [Sens]", 'from: ["SENS "]'),
        ("{Entrant: inbound, No: outbound}", "{No: outbound, entrant: inbound}"),
    ]:
        assert loaded(tmp_path, CALLS.replace(old, new)).fingerprint("Europe/Paris") == before, new


def test_what_is_read_otherwise_has_another_fingerprint(tmp_path: Path) -> None:
    before = loaded(tmp_path).fingerprint("Europe/Paris")
    assert loaded(tmp_path).fingerprint("UTC") != before
    for old, new in [
        ("cp1252", "utf-8"),
        ("No: outbound", "No: outbound, Interne: inbound"),
        ("[Téléphone, Phone]", "[Phone, Téléphone]"),
        ("return_source: phone_log", "return_source: calls"),
        ("default: unmapped", "default: inbound_call"),
    ]:
        assert loaded(tmp_path, CALLS.replace(old, new)).fingerprint("Europe/Paris") != before, new


def test_a_later_folder_replaces_a_contract_of_the_same_name(tmp_path: Path) -> None:
    for name, label in (("built_in", "first"), ("own", "second")):
        (tmp_path / name).mkdir()
        written(tmp_path / name, f"label: {label}\n{CALLS}")
    contracts = load_contracts(tmp_path / "built_in", tmp_path / "own", tmp_path / "absent")
    assert {name: contract.label for name, contract in contracts.items()} == {"calls": "second"}


def test_two_contracts_of_one_folder_cannot_share_a_name(tmp_path: Path) -> None:
    written(tmp_path, CALLS, "a.yml")
    written(tmp_path, CALLS, "b.yaml")
    with pytest.raises(UsageError, match="the name 'calls' is taken by"):
        load_contracts(tmp_path)


def test_the_contracts_that_ship_are_valid() -> None:
    assert load_contracts(builtin_contracts_dir())


def test_the_first_contract_of_the_guide_is_valid(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text(encoding="utf-8")
    contract = loaded(tmp_path, guide.split("```yaml\n")[1].split("```")[0])
    assert list(contract.feeds) == ["returns", "outflows"]


def test_the_schema_offers_the_entities_and_every_short_form() -> None:
    schema = contract_json_schema()
    assert "outflows" in schema["$defs"]["Feed"]["properties"]["entity"]["enum"]
    assert {"type": "string"} in schema["properties"]["files"]["anyOf"]
    assert {"const": "modified_time"} in schema["$defs"]["ExportedAt"]["anyOf"]


def test_the_guide_speaks_of_every_option() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text(encoding="utf-8")
    schema = contract_json_schema()
    models = [schema, *schema["$defs"].values()]
    options = {name for model in models for name in _properties(model)} - {"kind", "constant"}  # written otherwise
    assert {name for name in options if f"`{name}`" not in guide and f"{name}:" not in guide} == set()


def _properties(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for item in node for name in _properties(item)}
    if not isinstance(node, dict):
        return set()
    return {*node.get("properties", {}), *_properties(node.get("anyOf", []))}
