"""Whatever an export holds: each of its records is in its one place, under its number, with the values that it has.

A thousand generated files always, twenty thousand in the soak, which goes on where it was stopped.
"""

import shutil
from pathlib import Path

import duckdb
import pytest
from accounts_of_files import account_of
from forms_of_exports import FORMS
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from landed_files import Landed
from progress import Progress
from written_exports import WrittenExport, written_exports

from dagster_project.landing import land
from dagster_project.landing.contract import load_contracts
from dagster_project.workspace import Workspace, init_workspace

FILES_AT_A_TIME = 5
PARTS = 100
"""Of the soak; each is 200 files."""
SETTINGS = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
inboxes = st.lists(written_exports(), min_size=FILES_AT_A_TIME, max_size=FILES_AT_A_TIME)


class Trial:
    """A workspace that lands one inbox after the other, each from the beginning."""

    def __init__(self, root: Path) -> None:
        self._workspace: Workspace = init_workspace(root / "workspace", "a key for tests only, of invented people")
        for form in FORMS:
            (self._workspace.contracts_dir / f"{form.name}.yml").write_text(form.contract, encoding="utf-8")
        self._contracts = load_contracts(self._workspace.contracts_dir)
        self._con = duckdb.connect()
        self.files = 0

    def take(self, inbox: list[WrittenExport]) -> None:
        """Land the files and hold what landed against what was written."""
        for folder in (self._workspace.inbox, self._workspace.landing_dir):
            shutil.rmtree(folder, ignore_errors=True)
        for number, file in enumerate(inbox, start=1):
            folder = self._workspace.inbox / file.form.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{number}-2025-01-01.csv").write_bytes(file.content)
        report = land(self._workspace, self._contracts)
        assert report.unreadable == []
        assert len(report.landed) + len(report.sighted) == len(inbox)
        landed = [Landed(self._con, self._workspace, file.content, file.form.name) for file in inbox]
        for file, found in zip(inbox, landed, strict=True):
            self._compare(file, found)
        _hold_keys_apart(landed)
        self.files += len(inbox)

    def _compare(self, file: WrittenExport, landed: Landed) -> None:
        due, found = account_of(file.form, file.lines), landed.account
        assert (found.records, found.footer, found.blank) == (due.records, due.footer, due.blank)
        assert found.cells == due.cells
        assert found.rejected == due.rejected
        assert found.not_selected == due.not_selected
        assert found.returns == due.returns
        assert found.accounts == due.accounts
        rest = due.footer + due.blank
        for name, rows in (("returns", due.returns), ("accounts", due.accounts)):
            counts = landed.member["feeds"][name]
            assert counts["landed_rows"] == counts["landed_records"] == len(rows)
            assert due.records == counts["landed_records"] + counts["rejected"] + counts["not_selected"] + rest
        assert sum(tally["delivered"] for tally in landed.record["tallies"]) == due.records - rest
        assert sum(tally["landed_records"] for tally in landed.record["tallies"]) == len(due.returns)


def _hold_keys_apart(landed: list[Landed]) -> None:
    """One id of one system has one key, two have two, and who has none says so."""
    keys = {entry for each in landed for entry in each.keys_of_accounts()}
    ids = {(system, written): key for system, written, key, is_null in keys if not is_null}
    assert all((written is None) == is_null for _, written, _, is_null in keys)
    assert len(ids) == len(set(ids.values())) == len({entry for entry in keys if not entry[3]})


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("any_export"))


@settings(SETTINGS, max_examples=200, derandomize=True)
@given(inbox=inboxes)
def test_every_record_of_a_thousand_files_is_in_its_place(trial: Trial, inbox: list[WrittenExport]) -> None:
    trial.take(inbox)


@pytest.mark.soak
def test_every_record_of_twenty_thousand_files_is_in_its_place(trial: Trial) -> None:
    progress = Progress("any_export", "dagster_project/landing", "tests/fuzz")
    for part in range(PARTS):
        if progress.has(str(part)):
            continue
        trial.files = 0

        @seed(part)
        @settings(SETTINGS, max_examples=40)
        @given(inbox=inboxes)
        def lands(inbox: list[WrittenExport]) -> None:
            trial.take(inbox)

        lands()
        progress.keep(str(part), trial.files)
    assert progress.total >= 20_000
    print(f"{progress.total} files")
