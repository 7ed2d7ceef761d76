"""What has to hold for the built-in contracts as a whole: no file has two, none is untried, no source falls silent."""

import re
from collections import Counter
from itertools import permutations, product
from pathlib import Path

from dagster_project.landing.matching import match_files
from tests.unit.contracts.fixtures import BUILT_IN, EXPORTS


def file_names() -> set[str]:
    """Names made of the words of any two patterns of one folder, in either order: those that could clash."""
    words: dict[str, set[str]] = {}
    for contract in BUILT_IN.values():
        for glob in contract.files:
            if not glob.startswith("!"):
                folder, _, name = glob.rpartition("/")
                words.setdefault(folder, set()).add(name.rpartition(".")[0])
    names = set()
    for folder, patterns in words.items():
        for pair in product(patterns, repeat=2):
            pieces = [piece for pattern in set(pair) for piece in re.split(r"\*", pattern) if piece]
            for order in permutations(pieces):
                names.add(f"{folder}/{'-'.join(order)}.csv".removeprefix("/"))
    return names


def test_no_file_has_two_contracts(tmp_path: Path) -> None:
    for name in file_names():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    matches = match_files(tmp_path, BUILT_IN)
    assert len(matches.matched) > 300
    clashes = {file.path.relative_to(tmp_path).as_posix(): file.contracts for file in matches.ambiguous}
    assert clashes == {}


def test_every_contract_has_fixtures_for_each_of_its_languages() -> None:
    matches = match_files(EXPORTS, BUILT_IN)
    assert [file.path.name for file in [*matches.unknown, *matches.ambiguous]] == []
    fixtures = Counter(contract.name for _, contract in matches.matched)
    tried_elsewhere = {"online_retail"}  # its own integration test reads the real file
    missing = {name for name, contract in BUILT_IN.items() if fixtures[name] < len(contract.languages)}
    assert missing == tried_elsewhere


def test_a_source_that_a_workspace_does_not_have_sleeps() -> None:
    """A source without a beginning lives from its first sighting on: without a file it cannot fall silent."""
    beginnings = {
        source: (feed.declared_from, feed.declared_until)
        for contract in BUILT_IN.values()
        for feed in contract.feeds.values()
        if feed.return_source is not None
        for source in feed.return_source.names
    }
    assert len(beginnings) >= 12
    assert set(beginnings.values()) == {(None, None)}


def test_one_return_source_is_declared_alike_wherever_it_stands() -> None:
    declared: dict[str, set[tuple[str, int]]] = {}
    for contract in BUILT_IN.values():
        for feed in contract.feeds.values():
            for source in feed.return_source.names if feed.return_source else ():
                declared.setdefault(source, set()).add((feed.every, feed.grace))
    assert {source for source, cadences in declared.items() if len(cadences) > 1} == set()
