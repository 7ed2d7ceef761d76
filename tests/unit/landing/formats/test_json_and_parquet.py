"""What becomes of single values and odd items of JSON and Parquet files."""

from pathlib import Path

import duckdb

from tests.unit.landing.formats import calls
from tests.unit.landing.workspaces import land_inbox, make_workspace, registered

ORDERS = """
    name: shop
    system: shop
    files: ["*"]
    exported_at: {from_name: "(\\\\d{4}-\\\\d{2}-\\\\d{2})"}
    format: {type: FORMAT, decimal: ",", timezone: Europe/Paris, dates: DATES}
    feeds:
      orders:
        key: [order_id]
        columns:
          order_id: {from: [id]}
          ordered_at: {from: [at]}
          contact_id: {from: [customer.id]}
          amount: {from: [total], decimal: "."}
          currency: {from: [currency]}
          country: {from: [tags], split: ";", take: first}
"""


def orders(
    root: Path, form: str, name: str, content: str | None, dates: str = '["%d/%m/%Y"]'
) -> list[tuple[object, ...]]:
    workspace = make_workspace(root, ORDERS.replace("FORMAT", form).replace("DATES", dates))
    if content is None:
        (root / name).rename(workspace.inbox / name)
    else:
        (workspace.inbox / name).write_text(content, encoding="utf-8")
    report = land_inbox(workspace)
    assert report.unreadable == []
    return (
        registered(workspace)
        .execute(
            "select order_id, cast(ordered_at as varchar), contact_id, cast(amount as varchar), currency, country "
            "from landing.orders order by _row_number"
        )
        .fetchall()
    )


def test_values_of_json_keep_their_digits(tmp_path: Path) -> None:
    lines = (
        '{"id": 90071992547409931, "at": 1735689600, "customer": {"id": "7"}, "total": 1.10, "tags": ["a", "b"]}',
        '{"id": "007", "at": 1735689600, "customer": {"id": 7}, "total": 1e3, "currency": null, "tags": []}',
        '{"id": true, "at": 1735689600, "customer": {}, "total": -0.000001, "tags": "x", "currency": "EUR"}',
    )
    # 1,735,689,600 seconds after the start of 1970 is the start of 2025 in UTC.
    assert orders(tmp_path, "jsonl", "o-2025-01-01.jsonl", "\n".join(lines) + "\n", "[unix_seconds]") == [
        ("90071992547409931", "2025-01-01 00:00:00", "7", "1.100000", None, "a"),
        ("007", "2025-01-01 00:00:00", "7", "1000.000000", None, None),
        ("true", "2025-01-01 00:00:00", None, "-0.000001", "EUR", "x"),
    ]


def test_unix_milliseconds_are_instants(tmp_path: Path) -> None:
    text = '[{"id": 1, "at": 1735689600123, "customer": {"id": 1}, "total": 0, "currency": "EUR", "tags": null}]'
    [row] = orders(tmp_path, "json", "o-2025-01-01.json", text, "[unix_milliseconds]")
    assert row[1] == "2025-01-01 00:00:00.123"


def test_items_that_are_no_records_are_rejected_with_the_reason(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: jsonl")
    good = '{"Sens": "Entrant", "Date": "01/02/2025", "Nom": "A", "Numéro": "1", "Montant": 1}'
    lines = [
        good,
        "[1, 2]",
        "",
        '{"Sens": "Entrant"',
        '{"Sens": 1, "Sens": 2}',
        '{"Sens": NaN}',
        good,
        '{"Nom": "a\\u0000"}',
    ]
    (workspace.inbox / f"{calls.NAME}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert land_inbox(workspace).unreadable == []
    assert calls.counts(workspace) == [(8, 2, 5, 0, 1)]
    reasons = registered(workspace).execute("select row_number, reason from landing.left_records order by 1").fetchall()
    assert reasons == [
        (2, "is no JSON object"),
        (4, "is no JSON object"),
        (5, "names a field twice"),
        (6, "is no JSON object"),
        (8, "holds a NUL byte"),
    ]


def test_brackets_quotes_and_escapes_within_texts_do_not_end_an_item(tmp_path: Path) -> None:
    workspace = calls.workspace_for(tmp_path, "type: json")
    hard = '{"Sens": "Entrant", "Date": "01/02/2025", "Nom": "A]},{[\\"\\\\", "Numéro": "1", '
    hard += '"Montant": %d, "Commentaire": "%s"}'
    # Longer than a block, so that a block ends within a text, and, with luck, behind a backslash.
    texts = ["x" * length + '\\\\\\"' * 3 for length in range(0, 200_000, 1_337)]
    items = ",\n".join(hard % (number, text) for number, text in enumerate(texts))
    (workspace.inbox / f"{calls.NAME}.json").write_text(f" [ {items} ] \n", encoding="utf-8")
    assert land_inbox(workspace).unreadable == []
    assert [row[3] for row in calls.landed_rows(workspace)] == list(range(len(texts)))


def test_typed_values_of_parquet_are_read_whatever_dates_are_declared(tmp_path: Path) -> None:
    name = "o-2025-01-01.parquet"
    duckdb.connect().execute(
        "copy (select * from (values "
        "(1, timestamp '2025-07-01 12:00:00', struct_pack(id := 5), 1234.5::decimal(9, 2), 'EUR', ['a', null]), "
        "(2, timestamp '2025-01-01 00:00:00.25', struct_pack(id := 6), 0.1::decimal(9, 2), null, []), "
        '(null, null, null, null, null, null)) as t(id, "at", customer, total, currency, tags)) '
        f"to '{tmp_path / name}' (format parquet)"
    )
    assert orders(tmp_path, "parquet", name, None) == [
        ("1", "2025-07-01 10:00:00", "5", "1234.500000", "EUR", "a"),  # Paris is two hours ahead in July
        ("2", "2024-12-31 23:00:00.25", "6", "0.100000", None, None),
    ]


def test_instants_of_parquet_are_not_moved_by_the_time_zone(tmp_path: Path) -> None:
    name = "o-2025-01-01.parquet"
    con = duckdb.connect()
    con.execute("set timezone = 'Asia/Tokyo'")
    con.execute(
        "copy (select 1e7::double as id, timestamptz '2025-07-01 12:00:00+00' as at, struct_pack(id := 5) as customer, "
        f"1e-6::double as total, 'EUR' as currency, 'x' as tags) to '{tmp_path / name}' (format parquet)"
    )
    [row] = orders(tmp_path, "parquet", name, None)
    assert row[:4] == ("10000000", "2025-07-01 12:00:00", "5", "0.000001")
