"""Files large enough to be read by DuckDB while the witness still counts: what lands does not depend on it."""

from pathlib import Path

import pytest

from tests.unit.landing.workspaces import deliver, land_inbox, make_workspace, registered

SENDS = """
    name: sends
    system: mailer
    files: ["*.csv"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {dates: ["%Y-%m-%d"]}
    feeds:
      outflows:
        key: [outflow_id]
        constants: {channel: email, level: person}
        columns:
          outflow_id: {from: [Id]}
          email: {from: [Email]}
          sent_at: {from: [Date]}
          subject: {from: [Subject]}
"""
RECORDS = 60_000
PADDING = "x" * 40  # above 4 MB in all


def _lines() -> list[str]:
    return [
        "Id,Email,Date,Subject",
        *(f"m{n},p{n % 700}@example.org,2025-01-{n % 28 + 1:02},{PADDING}" for n in range(RECORDS)),
    ]


def test_a_clean_large_file_lands_every_record_under_its_number(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, SENDS)
    deliver(workspace, "sends-2025-02-01.csv", *_lines())
    land_inbox(workspace)
    found = registered(workspace).execute(
        "select count(*), count(distinct email_key), count(distinct _key), "
        "count(*) filter (outflow_id = 'm' || (_row_number - 1)) from landing.outflows"
    )
    assert found.fetchone() == (RECORDS, 700, RECORDS, RECORDS)
    assert not list(workspace.tmp_dir.glob("landing-*"))


@pytest.mark.parametrize(
    ("spoilt", "landed", "reason"),
    [
        ("m9,p9@example.org", RECORDS - 1, "has 2 cells, the header has 4"),
        ('m9,p9@example.org,2025-01-10,"two\nlines"', RECORDS, None),
        ("m9,p9@example.org,soon,", RECORDS - 1, "is no date in the declared formats"),
    ],
)
def test_a_large_file_that_turns_unclean_late_lands_the_rest(
    tmp_path: Path, spoilt: str, landed: int, reason: str | None
) -> None:
    workspace = make_workspace(tmp_path, SENDS)
    lines = _lines()
    lines[50_001] = spoilt
    deliver(workspace, "sends-2025-02-01.csv", *lines)
    land_inbox(workspace)
    con = registered(workspace)
    assert con.execute("select landed_rows, rejected from landing.deliveries").fetchone() == (landed, RECORDS - landed)
    last = con.execute("select outflow_id from landing.outflows where _row_number = 60000").fetchone()
    assert last == ("m59999",)
    left = con.execute("select row_number, reason from landing.left_records").fetchall()
    assert left == ([] if reason is None else [(50_001, reason)])


def test_a_large_file_in_another_encoding_is_unreadable_and_leaves_nothing(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, SENDS)
    path = deliver(workspace, "sends-2025-02-01.csv", *_lines())
    path.write_bytes(path.read_bytes() + b"m,p@example.org,2025-01-01,\xe9t\xe9\n")
    deliver(workspace, "sends-2025-02-02.csv", *_lines()[:100])
    report = land_inbox(workspace)
    assert [problem.kind for problem in report.unreadable] == ["unreadable"]
    assert report.landed == ["sends-2025-02-02.csv"]
    assert not list(workspace.tmp_dir.glob("landing-*"))
