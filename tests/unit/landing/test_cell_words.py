"""Large files look words up in dictionaries: what lands is what small files land, record by record."""

from pathlib import Path

import pytest

from tests.unit.landing.workspaces import deliver, land_inbox, make_workspace, registered

LOG = """
    name: log
    system: mailer
    files: ["*.csv"]
    exported_at: {from_name: "(\\\\d{4})", format: "%Y"}
    feeds:
      outflows:
        key: [outflow_id]
        when: {from: [State], values: {Sent: sent, "*": event}, default: sent, in: [sent]}
        constants: {channel: email}
        columns:
          outflow_id: {from: [Id]}
          email: {from: [Email]}
          sent_at: {from: [Sent]}
          campaign_id: {from: [Tag]}
          purpose: {from: [Tag], values: {"*invoice*": transactional}, default: marketing}
      engagements:
        when: {from: [State], values: {Sent: sent, "*": event}, default: sent, in: [event]}
        columns:
          outflow_id: {from: [Id]}
          email: {from: [Email]}
          occurred_at: {from: [Sent]}
          kind: {from: [State], values: {Opened: open, Clicked: click}}
"""
HEADER = "Id,Email,Sent,Tag,State"
STATES = ["Sent", "", "OPENED", "Clicked", "Vanished"]
TAGS = ["Spring", "invoice-3", "", "Été"]


def _lines(first: int) -> list[str]:
    sends = [f"{n},p{n % 7}@example.org,2025-01-05,{TAGS[n % 4]},{STATES[n % 5]}" for n in range(first, first + 300)]
    return [HEADER, *sends, f"{first + 300},nobody,2025-01-05,Spring,Sent", f"{first + 301},,2025-01-05,,Sent"]


def test_large_files_land_the_rows_of_small_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landed = []
    for size in ("small", "large"):
        if size == "large":
            for module in ("reading", "cell_words"):
                monkeypatch.setattr(f"dagster_project.landing.{module}.FEWEST_RECORDS", 10)
        workspace = make_workspace(tmp_path / size, LOG)
        deliver(workspace, "log-2024.csv", *_lines(0))
        deliver(workspace, "log-2025.csv", *_lines(1000))  # the same people again
        report = land_inbox(workspace)
        con = registered(workspace)
        entities = ("outflows", "engagements")
        rows = [
            con.execute(f"from landing.{entity} order by _delivery_id, _row_number").fetchall() for entity in entities
        ]
        landed.append((rows, sorted(report.warnings)))
    assert landed[0] == landed[1]
    (outflows, engagements), warnings = landed[0]
    # Of each file's 300 numbered records, 60 are of each state; no state means sent; two more were sent.
    assert (len(outflows), len(engagements)) == (2 * 122, 2 * 180)
    assert sum("1 values of email" in warning for warning in warnings) == 2
    assert sum("60 words of kind" in warning for warning in warnings) == 2


def test_a_tag_that_nothing_lists_has_the_default_purpose_and_none_has_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("reading", "cell_words"):
        monkeypatch.setattr(f"dagster_project.landing.{module}.FEWEST_RECORDS", 10)
    workspace = make_workspace(tmp_path, LOG)
    deliver(workspace, "log-2024.csv", HEADER, *(f"{n},a@b.fr,2025-01-05,{TAGS[n % 4]},Sent" for n in range(40)))
    land_inbox(workspace)
    found = registered(workspace).execute("select campaign_id, purpose, count(*) from landing.outflows group by all")
    assert sorted(found.fetchall(), key=str) == [
        ("Spring", "marketing", 10),
        ("invoice-3", "transactional", 10),
        ("Été", "marketing", 10),
        (None, "marketing", 10),
    ]
