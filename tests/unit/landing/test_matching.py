"""Files find their contract, headers their columns; what does not fit is named."""

from pathlib import Path

from dagster_project.landing.contract import Contract
from dagster_project.landing.matching import file_name_in, match_files, match_header


def contract(name: str, files: list[str], **more: object) -> Contract:
    columns = {
        "email": {"from": ["E-mail", "Email"]},
        "sent_at": {"from": ["Date d’envoi"]},
        "campaign_id": {"from": ["Campaign"], "optional": True},
    }
    feeds = {"outflows": {"constants": {"channel": "email"}, "columns": columns}}
    return Contract.model_validate({"name": name, "system": "s", "files": files, "feeds": feeds, **more})


def inbox_with(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return folder


def test_names_match_whatever_their_case_and_accents(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path, "Brevo/Journal LOG 2025.CSV", "brevo/old/log.csv", "deep/a/b/dépenses.csv")
    logs = contract("logs", ["brevo/*log*.csv"])
    costs = contract("costs", ["**/depenses.csv"])
    matches = match_files(inbox, {"logs": logs, "costs": costs})
    found = {file_name_in(inbox, path): matched.name for path, matched in matches.matched}
    assert found == {"Brevo/Journal LOG 2025.CSV": "logs", "deep/a/b/dépenses.csv": "costs"}
    assert [file_name_in(inbox, file.path) for file in matches.unknown] == ["brevo/old/log.csv"]


def test_hidden_open_and_unfinished_files_are_passed_over(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path, ".x.csv", "~$x.csv", "x.csv.part", ".git/x.csv")
    matches = match_files(inbox, {"any": contract("any", ["**/*"])})
    assert (matches.matched, matches.unknown) == ([], [])


def test_an_unknown_file_names_the_nearest_contract(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path, "brevo/lgs_2025.csv")
    (unknown,) = match_files(inbox, {"logs": contract("logs", ["brevo/*logs*.csv"])}).unknown
    assert unknown.near_misses == ("logs (brevo/*logs*.csv)",)


def test_a_file_of_two_contracts_is_read_by_none(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path, "a.csv")
    matches = match_files(inbox, {name: contract(name, ["*.csv"]) for name in ("one", "two")})
    assert matches.matched == []
    assert [file.contracts for file in matches.ambiguous] == [("one", "two")]


def test_a_contract_of_the_workspace_beats_a_built_in_one(tmp_path: Path) -> None:
    inbox = inbox_with(tmp_path, "a.csv", "b.csv")
    contracts = {"own": contract("own", ["a.csv"]), "shipped": contract("shipped", ["*.csv"]).as_built_in()}
    matches = match_files(inbox, contracts)
    assert [(path.name, matched.name) for path, matched in matches.matched] == [("a.csv", "own"), ("b.csv", "shipped")]
    assert matches.ambiguous == []


def test_links_are_refused_and_never_followed(tmp_path: Path) -> None:
    outside = inbox_with(tmp_path / "outside", "secret.csv")
    inbox = inbox_with(tmp_path / "inbox", "a.csv")
    (inbox / "link.csv").symlink_to(outside / "secret.csv")
    (inbox / "folder").symlink_to(outside)
    matches = match_files(inbox, {"any": contract("any", ["**/*"])})
    assert [path.name for path, _ in matches.matched] == ["a.csv"]
    assert sorted(file.path.name for file in matches.refused) == ["folder", "link.csv"]


def test_an_inbox_that_does_not_exist_holds_nothing(tmp_path: Path) -> None:
    assert match_files(tmp_path / "absent", {}).matched == []


def test_headers_are_found_by_name_in_the_order_of_preference() -> None:
    match = match_header(["Email", "e-mail ", "DATE D'ENVOI", "Note", ""], contract("logs", ["x"]))
    assert match.missing == ()
    assert match.present(("E-mail", "Email")) == (1, 0)
    assert match.unused == ("Note",)


def test_a_missing_column_names_its_aliases_and_the_nearest_headers() -> None:
    match = match_header(["Email", "Date envoi"], contract("logs", ["x"]))
    (missing,) = match.missing
    assert (missing.feed, missing.column, missing.headers) == ("outflows", "sent_at", ("Date d’envoi",))
    assert missing.near_misses == ("Date envoi",)
