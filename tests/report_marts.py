"""Small marts for tests of the report: every table that it reads, with rows worked out by hand, or empty.

Holds the tables with the columns that the report reads and fills them. A test that these columns exist in what a run
publishes stands in `integration/test_report.py`.
"""

from pathlib import Path

import duckdb
import report_customer_marts

_SHARES = ("direct", "same_account", "referral", "beyond_window", "untargeted")
TABLES = {
    "run_info": "run_id varchar, as_of timestamp, version varchar, currency varchar, lookback_days integer",
    "return_ledger": "source varchar, month date, "
    + "delivered bigint, expanded bigint, not_selected bigint, gathered bigint, refunds bigint, superseded bigint, "
    "duplicates bigint, rejected bigint, quarantined bigint, erased bigint, withdrawn bigint, counted bigint, "
    "difference bigint",
    "quarantine_ledger": "contract varchar, entity varchar, reason varchar, quarantined bigint",
    "return_origins": "segment_type varchar, segment varchar, month date, returns bigint, certain_returns bigint, "
    "certain_known_returns bigint, "
    + ", ".join(f"{prefix}{name}_share decimal(18, 9)" for prefix in ("", "certain_") for name in _SHARES)
    + ", certain_direct_known_share decimal(18, 9), certain_direct_expected decimal(18, 9), "
    "certain_same_account_known_share decimal(18, 9), certain_same_account_expected decimal(18, 9)",
    "priming_curves": "unit varchar, segment_type varchar, segment varchar, event varchar, variant varchar, "
    "week integer, units bigint, left_truncated bigint, at_risk bigint, events bigint, cumulative_share double, "
    "survival double, survival_low double, "
    "survival_high double, reference_survival double",
    "attribution_summary": "model varchar, scope varchar, lookback_days integer, conversion_type varchar, "
    "month_basis varchar, month date, channel varchar, conversions decimal(28, 9), revenue decimal(28, 2)",
    "pareto_lorenz": "dimension varchar, period varchar, basis varchar, percent integer, "
    "member_share decimal(18, 9), revenue_share decimal(28, 9)",
    "pareto_moves": "dimension varchar, period varchar, from_class varchar, to_class varchar, members bigint, "
    "revenue_before decimal(18, 2), revenue_after decimal(18, 2)",
    "pareto_summary": "dimension varchar, period varchar, basis varchar, members bigint, revenue decimal(18, 2), "
    "top_20_members bigint, top_20_share decimal(28, 9), top_1_share decimal(28, 9), "
    "top_20_low decimal(18, 9), top_20_high decimal(18, 9), verdict varchar, members_for_80 bigint, "
    "gini decimal(18, 9), gini_low decimal(18, 9), gini_high decimal(18, 9), loyal_share decimal(18, 9), "
    "loyal_revenue_share decimal(28, 9), reason varchar",
    "claims": "claim varchar, position integer, statement varchar, unit varchar, benchmark decimal(18, 6), "
    "benchmark_low decimal(18, 6), benchmark_high decimal(18, 6), measured decimal(18, 6), low decimal(18, 6), "
    "high decimal(18, 6), verdict varchar, reason varchar, mart varchar",
    "law_results": "law varchar, source varchar, period varchar, law_number integer, expected decimal(38, 9), "
    "difference decimal(38, 9), first_keys varchar",
    "outflow_stops": "segment varchar, segment_type varchar, channel varchar, started_on date, stopped_on date, "
    "restarted_on date, weeks_run integer, was_primed boolean, returns_forgone decimal(18, 6), "
    "returns_forgone_low decimal(18, 6), returns_forgone_high decimal(18, 6), cost_saved decimal(18, 6), "
    "net_forgone decimal(18, 6)",
    "stop_reasons": "reason varchar, verdict varchar",
    "persistence_advice": "segment_type varchar, segment varchar, channel varchar, advice varchar, "
    "judge_in_week integer, judge_on date, weeks_run integer, returns_at_stake decimal(18, 6), "
    "returns_at_stake_low decimal(18, 6), returns_at_stake_high decimal(18, 6), cost_at_stake decimal(18, 6), "
    "net_at_stake decimal(18, 6), reason varchar",
    **report_customer_marts.TABLES,
}
_ROWS = {
    "run_info": "('run-1', timestamp '2026-01-31 22:00:00', '1.0.0', 'EUR', 112)",
    "return_ledger": "('web_form', date '2026-01-01', 120, 0, 0, 0, 0, 5, 10, 3, 2, 0, 0, 100, 0), "
    "('phone_log', date '2026-01-01', 300, 0, 250, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0)",
    "quarantine_ledger": "('hubspot_deals', 'deals', 'its probability is not between 0 and 1', 7)",
    "return_origins": "('all', 'all', date '2025-12-01', 80, 70, 60, "
    "0.5, 0.2, 0.1, 0.1, 0.05, 0.5, 0.2, 0.1, 0.05, 0.15, 0.6, 0.5, 0.2, 0.1), "
    "('all', 'all', date '2026-01-01', 70, 60, 50, "
    "0.4, 0.3, 0.1, 0.1, 0.05, 0.4, 0.3, 0.1, 0.05, 0.15, 0.5, 0.4, 0.3, 0.2)",
    "priming_curves": "{curves}",
    "attribution_summary": "{credits}",
    "pareto_lorenz": "('customer', 'all', 'net', 0, 0, 0), ('customer', 'all', 'net', 20, 0.2, 0.6), "
    "('customer', 'all', 'net', 40, 0.4, 0.8), ('customer', 'all', 'net', 60, 0.6, 0.9), "
    "('customer', 'all', 'net', 80, 0.8, 0.96), ('customer', 'all', 'net', 100, 1, 1)",
    "pareto_moves": "('customer', 'last_12_months', 'A', 'B', 2, 50, 20)",
    "pareto_summary": "('customer', 'all', 'net', 5, 100, 1, 0.6, 0.6, null, null, 'cannot_tell', 2, 0.5, 0.3, 0.7, "
    "0.4, 0.8, null), "
    "('product', 'all', 'net', 9, 100, 2, 0.8, 0.6, 0.75, 0.85, 'holds', 2, 0.5, 0.3, 0.7, null, null, null)",
    "claims": "('priming_time', 1, 'Returns take 7 weeks.', 'weeks', 7, 5, 9, null, null, null, 'cannot_tell', "
    "'Nothing to compare with.', 'priming_curves'), ('top_20_share', 2, 'The largest 20 % make 80 %.', 'share', 0.8, "
    "0.7, 0.9, 0.6, 0.5, 0.65, 'does_not_hold', 'One of 5 customers.', 'pareto_customers')",
    "law_results": "('delivery_records', 'brevo', '2026-01', 1, 10, 0, null)",
    "outflow_stops": "('letter', 'channel', 'letter', date '2025-01-06', date '2025-02-03', null, 4, false, 30, 10, "
    "50, 200, 900), ('email', 'channel', 'email', date '2024-01-01', date '2024-06-03', date '2024-09-02', 22, true, "
    "12, 4, 20, 10, 300), ('phone', 'channel', 'phone', date '2024-01-01', date '2024-06-03', date '2024-09-02', 22, "
    "null, null, null, null, null, null)",
    "stop_reasons": "('not the season', 'refuted'), ('no time to spend', 'confirmed'), ('no time to spend', 'refuted')",
    "persistence_advice": "('channel', 'email', 'email', 'keep', null, null, 17, 40, 20, 60, 50, 1200, 'Shown.'), "
    "('channel', 'phone', 'phone', 'judge in week', 11, date '2026-03-02', 3, null, null, null, 90, null, 'Early.'), "
    "('channel', 'fax', 'fax', 'stop', null, null, 90, null, null, null, 70, null, 'Ruled out.'), "
    "('campaign', '7', 'email', 'judge in week', 5, date '2026-03-02', 1, null, null, null, null, null, 'Early.')",
    **report_customer_marts.ROWS,
}
_CURVES = ", ".join(
    f"('account', '{kind}', '{segment}', 'any', 'standard', {week}, 100, 20, {100 - week}, 1, {week / 100}, "
    f"{1 - week / 100}, {0.97 - week / 100}, {min(1.0, 1.02 - week / 100)}, {1 - week / 200})"
    for kind, segment in (("all", "all"), ("channel", "email"), ("channel", "letter"))
    for week in range(20)
)
_CREDITS = ", ".join(
    f"('{model}', '{scope}', 112, '{kind}', 'converted', date '2026-01-01', '{channel}', {credit}, {revenue})"
    for model in ("first", "last", "linear", "position", "time_decay")
    for scope in ("person", "account")
    for kind, revenue in (("return", "null"), ("order", "12.50"))
    for channel, credit in (("email", 6), ("letter", 3), ("(none)", 1))
)
_OTHER_LOOKBACK = (
    ", ('last', 'account', 30, 'return', null, null, 'email', 6, null)"
    ", ('last', 'account', 30, 'return', null, null, '(none)', 4, null)"
)


def make_marts(path: Path, is_empty: bool = False) -> Path:
    """A marts file; an empty one has the row of the run and nothing else."""
    with duckdb.connect(str(path)) as con:
        for table, columns in TABLES.items():
            con.execute(f"create table {table} ({columns})")
            if not is_empty or table == "run_info":
                rows = _ROWS[table].format(curves=_CURVES, credits=_CREDITS + _OTHER_LOOKBACK)
                con.execute(f"insert into {table} values {rows}")
    return path


# Words of a fixed list by which the report finds its rows; everything else may say anything.
_VOCABULARY = {
    "unit",
    "segment_type",
    "event",
    "variant",
    "model",
    "scope",
    "conversion_type",
    "month_basis",
    "dimension",
    "basis",
    "verdict",
    "claim",
    *report_customer_marts.VOCABULARY,
}


def poison(path: Path, payload: str) -> None:
    """Append `payload` to every text; words of a fixed list, by which rows are found, get it in further rows."""
    with duckdb.connect(str(path)) as con:
        texts = con.execute(
            "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
        ).fetchall()
        for table, column in texts:
            if column not in _VOCABULARY and column != "period":
                con.execute(f"update {table} set {column} = coalesce({column}, '') || ?", [payload])
        con.execute("update pareto_summary set reason = null")
        con.execute("insert into pareto_summary select * replace (? as period) from pareto_summary", [payload])
        con.execute(
            "insert into attribution_summary "
            "select * replace (? as conversion_type, ? as scope) from attribution_summary",
            [payload, payload],
        )
