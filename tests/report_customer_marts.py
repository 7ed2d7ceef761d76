"""Small marts on customers for tests of the report: what it reads of growth, coverage and onboarding.

Holds tables and rows worked out by hand; `report_marts.py` makes them.
"""

_BRIDGE = ("opening", "new", "reactivated", "expansion", "contraction", "lost", "without_customer", "closing")
_EFFECTS = (
    *("change", "price_effect", "volume_effect", "mix_effect", "fx_effect"),
    *("new_products", "returning_products", "dropped_products", "other_change"),
)
TABLES = {
    "revenue_bridge": "grain varchar, period varchar, "
    + "".join(f"{name} decimal(18, 2), " for name in _BRIDGE)
    + "reason varchar",
    "price_volume": "grain varchar, period varchar, "
    + "".join(f"{name} decimal(18, 2), " for name in _EFFECTS)
    + "is_complete boolean",
    "growth_sources": "grain varchar, period varchar, revenue_before decimal(18, 2), revenue_after decimal(18, 2), "
    "delta_new decimal(18, 2), delta_existing decimal(18, 2), new_share decimal(18, 6), verdict varchar, "
    "reason varchar",
    "win_rates": "period varchar, relation varchar, offers bigint, accounts bigint, win_rate decimal(18, 9), "
    "win_rate_low decimal(18, 9), win_rate_high decimal(18, 9), benchmark double",
    "coverage_waterfall": "date_on date, segment_type varchar, part varchar, position integer, accounts bigint, "
    "share decimal(18, 9), potential decimal(18, 2), potential_share decimal(18, 9)",
    "coverage_moves": "date_on date, from_part varchar, to_part varchar, accounts bigint",
    "onboarding_trough": "cohort varchar, onboarding_kind varchar, week integer, at_risk bigint, lost bigint, "
    "loss_rate decimal(18, 9), survival decimal(18, 9)",
}
ROWS = {
    "revenue_bridge": "('quarter', '2025-Q4', 100, 20, 5, 10, -5, -10, 0, 120, null)",
    "price_volume": "('quarter', '2025-Q4', 20, 5, 10, 2, 0, 4, 0, -1, 0, true)",
    "growth_sources": "('year', '2025', 100, 120, 15, 5, 0.75, 'new', null)",
    "win_rates": "('all', 'customer', 40, 30, 0.5, 0.35, 0.65, 0.7), ('all', 'prospect', 60, 50, 0.2, 0.12, 0.32, 0.2)",
    "coverage_waterfall": "(date '2026-01-01', 'all', 'buyer', 1, 30, 0.3, 300, 0.5), "
    "(date '2026-01-01', 'all', 'not_reached', 6, 70, 0.7, 300, 0.5)",
    "coverage_moves": "(date '2026-01-01', 'not_reached', 'buyer', 3)",
    "onboarding_trough": "('all', 'all', 0, 100, 2, 0.02, 0.98), ('all', 'all', 1, 98, 5, 0.051, 0.93), "
    "('all', 'none', 0, 100, 2, 0.02, 0.98), ('all', 'none', 1, 98, 5, 0.051, 0.93)",
}
VOCABULARY = {"grain", "relation", "part", "from_part", "to_part", "cohort", "onboarding_kind"}
"""Words of a fixed list by which the report finds its rows."""
