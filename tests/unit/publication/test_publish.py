"""Readers find the old publication or the new one, whole, whatever happens in between."""

import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from dagster_project.errors import AmorceError
from dagster_project.publication.publish import stage_copy, switch
from dagster_project.workspace import Workspace
from tests.unit.publication.conftest import build_marts

COUNT = "select count(*) from {catalog}.fct_returns"


def published_returns(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute(COUNT.format(catalog=f'"{path.stem}"')).fetchone()
    assert row is not None
    return int(row[0])


def test_a_publication_has_a_stable_and_a_versioned_name(workspace: Workspace) -> None:
    staged = stage_copy(workspace, "run1")
    assert not workspace.published_marts_path.exists()
    assert switch(staged) == workspace.published_dir / "marts-run1.duckdb"
    assert published_returns(workspace.published_marts_path) == 3
    assert published_returns(workspace.published_dir / "marts-run1.duckdb") == 3
    assert {path.name for path in workspace.published_dir.iterdir()} == {"marts.duckdb", "marts-run1.duckdb"}


def test_a_report_that_was_staged_is_switched_in_with_the_marts(workspace: Workspace) -> None:
    staged = stage_copy(workspace, "run1")
    staged.report_path.write_text("about run1")
    assert not workspace.published_report_path.exists()
    switch(staged)
    assert workspace.published_report_path.read_text() == "about run1"


def test_two_publications_are_kept(workspace: Workspace) -> None:
    for number in (1, 2, 3):
        build_marts(workspace, number)
        switch(stage_copy(workspace, f"run{number}"))
    assert {path.name: published_returns(path) for path in workspace.published_dir.iterdir()} == {
        "marts.duckdb": 3,
        "marts-run3.duckdb": 3,
        "marts-run2.duckdb": 2,
    }


@pytest.mark.parametrize("name", ["marts.duckdb", "marts-run1.duckdb"])
def test_comments_and_views_survive_under_any_name(workspace: Workspace, name: str) -> None:
    switch(stage_copy(workspace, "run1"))
    path = workspace.published_dir / name
    with duckdb.connect(str(path), read_only=True) as con:
        comments = con.execute(
            "select table_name, comment from duckdb_tables() union all "
            "select view_name, comment from duckdb_views() where not internal union all "
            "select table_name || '.' || column_name, comment from duckdb_columns() where not internal "
            "and comment is not null order by 1"
        ).fetchall()
        rows = con.execute(f'select return_key from "{path.stem}".direct order by 1').fetchall()
    assert comments == [
        ("direct", "One row per direct return."),
        ("direct.return_key", "Key of the return's row."),
        ("fct_returns", "One row per return: it's counted."),
        ("fct_returns.origin", "One of six."),
    ]
    assert rows == [("0",), ("1",), ("2",)]


def test_a_view_on_a_view_on_a_table_of_another_schema_works_under_any_name(workspace: Workspace) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{workspace.marts_path}' as marts")
        con.execute("create schema marts.kept")
        con.execute("create table marts.kept.sent as select range as sent_key from range(4)")
        con.execute("create view marts.sent as select 's' || sent_key as sent_key from marts.kept.sent")
        con.execute("create view marts.late as select sent_key from marts.main.sent where sent_key > 's1'")
    switch(stage_copy(workspace, "run1"))
    with duckdb.connect() as con:
        con.execute(f"attach '{workspace.published_marts_path}' as opened (read_only)")
        assert con.execute("select sent_key from opened.late order by 1").fetchall() == [("s2",), ("s3",)]


def test_a_reader_in_another_process_keeps_reading_the_file_that_it_opened(workspace: Workspace) -> None:
    switch(stage_copy(workspace, "run1"))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(workspace.published_marts_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None and reader.stdout is not None
    try:
        assert reader.stdout.readline() == "3\n"
        for number in (4, 5, 6):  # the file that the reader holds loses both its names on the way
            build_marts(workspace, number)
            switch(stage_copy(workspace, f"later{number}"))
        reader.stdin.write("again\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "3\n"
    finally:
        reader.stdin.close()
        reader.wait(timeout=30)
        reader.stdout.close()
    assert published_returns(workspace.published_marts_path) == 6


READER = textwrap.dedent(
    """
    import sys, duckdb
    con = duckdb.connect(sys.argv[1], read_only=True)
    count = "select count(*), sum(revenue) from marts.fct_returns"
    print(con.execute(count).fetchone()[0], flush=True)
    sys.stdin.readline()
    print(con.execute(count).fetchone()[0], flush=True)
    """
)

# Runs a publication and dies, as by kill -9, when it calls one of these for the nth time.
VICTIM = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    from dagster_project.publication import copying, publish
    from dagster_project.workspace import Workspace

    function, call = sys.argv[2], int(sys.argv[3])
    calls = 0

    def dying(original):
        def step(*arguments, **named):
            global calls
            calls += 1
            if calls == call:
                os._exit(9)
            return original(*arguments, **named)
        return step

    if function == "replace":
        Path.replace = dying(Path.replace)
    elif function == "hardlink_to":
        Path.hardlink_to = dying(Path.hardlink_to)
    elif function == "fsync":
        os.fsync = dying(os.fsync)
    elif function == "unlink":
        Path.unlink = dying(Path.unlink)
    else:
        setattr(publish, function, dying(getattr(publish, function)))
    publish.switch(publish.stage_copy(Workspace.load(Path(sys.argv[1])), "killed"))
    """
)


@pytest.mark.parametrize(
    ("function", "call", "returns_after"),
    [
        ("copy_file", 1, 2),
        ("free_views_of_their_catalog", 1, 2),
        ("fsync", 1, 2),
        ("replace", 1, 2),
        ("hardlink_to", 1, 2),
        ("replace", 2, 2),
        ("fsync", 2, 9),  # the stable name is switched already
        ("_remove_old_publications", 1, 9),
        ("discard", 1, 9),
    ],
)
def test_a_run_killed_at_any_step_leaves_a_whole_publication_and_the_next_run_is_complete(
    workspace: Workspace, function: str, call: int, returns_after: int
) -> None:
    for number in (1, 2):
        build_marts(workspace, number)
        switch(stage_copy(workspace, f"run{number}"))
    build_marts(workspace, 9)
    killed = subprocess.run(
        [sys.executable, "-c", VICTIM, str(workspace.root), function, str(call)], check=False, timeout=60
    )
    assert killed.returncode == 9
    assert published_returns(workspace.published_marts_path) == returns_after
    switch(stage_copy(workspace, "next"))
    assert published_returns(workspace.published_marts_path) == 9
    names = {path.name for path in workspace.published_dir.iterdir()}
    assert {"marts.duckdb", "marts-next.duckdb"} <= names
    assert len(names) == 3
    assert ".staging" not in names


def test_a_log_beside_the_marts_is_folded_in_before_they_are_copied(workspace: Workspace) -> None:
    subprocess.run([sys.executable, "-c", UNFINISHED_WRITER, str(workspace.marts_path)], check=True, timeout=60)
    assert workspace.marts_path.with_name("marts.duckdb.wal").stat().st_size > 0
    switch(stage_copy(workspace, "run1"))
    assert published_returns(workspace.published_marts_path) == 4


UNFINISHED_WRITER = textwrap.dedent(
    """
    import os, sys, duckdb
    con = duckdb.connect(sys.argv[1], config={"checkpoint_threshold": "1GB"})
    con.execute("insert into marts.fct_returns values ('3', 'direct', 30)")
    os._exit(0)
    """
)


def test_marts_that_another_process_holds_are_named(workspace: Workspace) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", READER, str(workspace.marts_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None and holder.stdout is not None
    try:
        assert holder.stdout.readline() == "3\n"
        with pytest.raises(AmorceError, match=r"marts\.duckdb cannot be opened"):
            stage_copy(workspace, "run1")
    finally:
        holder.stdin.close()
        holder.wait(timeout=30)
        holder.stdout.close()


def test_missing_marts_say_what_to_do(workspace: Workspace) -> None:
    workspace.marts_path.unlink()
    with pytest.raises(AmorceError, match="is missing") as raised:
        stage_copy(workspace, "run1")
    assert "amorce run" in raised.value.hint


def test_a_run_id_cannot_lead_out_of_the_folder(workspace: Workspace) -> None:
    with pytest.raises(AmorceError, match="no file name"):
        stage_copy(workspace, "../../elsewhere")
