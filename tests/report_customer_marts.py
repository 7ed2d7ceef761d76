"""Small marts on customers for tests of the report: what it reads of growth, coverage and onboarding.

Holds tables and rows worked out by hand; `report_marts.py` makes them.
"""

_BRIDGE = ("opening", "new", "reactivated", "expansion", "contraction", "lost", "without_customer", "closing")
_EFFECTS = (
    *("change", "price_effect", "volume_effect", "mix_effect", "fx_effect"),
    *("new_products", "returning_products", "dropped_products", "other_change"),
)
_RETURN = (
    *("acquisition_cost", "future_margin", "onboarding_cost", "break_even_share", "break_even_share_by_margin"),
    *("saved_share", "saved_share_low", "saved_share_high"),
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
    "funnel": "cohort_starts_on date, step varchar, step_number integer, parties bigint, with_step_before bigint, "
    "median_lag_days bigint, days_since_start bigint",
    "acquisition_economics": "period varchar, starts_on date, new_customers bigint, cost decimal(18, 2), "
    "cost_per_new_customer decimal(18, 2), revenue_per_customer_12_months decimal(18, 2), payback_months bigint, "
    "reason varchar",
    "forecast_slippage": "month date, stage varchar, compelling_event varchar, deals bigint, "
    "forecast_amount decimal(18, 2), won_on_time bigint, lost bigint, slipped bigint, gone bigint, "
    "won_on_time_amount decimal(18, 2), median_slip_days bigint",
    "stage_probabilities": "stage varchar, compelling_event varchar, deals bigint, probability decimal(18, 6), "
    "probability_low decimal(18, 6), probability_high decimal(18, 6), tested bigint, "
    "predicted_share decimal(18, 6), realised_share decimal(18, 6), stated_share decimal(18, 6), verdict varchar",
    "pipeline_forecast": "stage varchar, compelling_event varchar, deals bigint, amount decimal(18, 2), "
    "stated_amount decimal(18, 2), expected_amount decimal(18, 2), expected_low decimal(18, 2), "
    "expected_high decimal(18, 2), overdue bigint, reason varchar",
    "coverage_waterfall": "date_on date, segment_type varchar, part varchar, position integer, accounts bigint, "
    "share decimal(18, 9), potential decimal(18, 2), potential_share decimal(18, 9)",
    "coverage_moves": "date_on date, from_part varchar, to_part varchar, accounts bigint",
    "onboarding_trough": "cohort varchar, onboarding_kind varchar, week integer, at_risk bigint, lost bigint, "
    "loss_rate decimal(18, 9), survival decimal(18, 9)",
    "onboarding_roi": "cohort varchar, onboarding_kind varchar, customers bigint, "
    + "".join(f"{name} decimal(18, 6), " for name in _RETURN)
    + "verdict varchar, reason varchar",
    "lookalike_potential": "segment_type varchar, segment varchar, buyers bigint, uncovered bigint, "
    "uncovered_without_evidence bigint, uncovered_lookalikes bigint, base_rate double, lookalike_rate double, "
    "expected_margin_low double, approach_cost double, verdict varchar, reason varchar",
    "service_loyalty": "stratum varchar, band varchar, customers bigint, crude_retention decimal(18, 6), "
    "adjusted_retention decimal(18, 6), verdict varchar, reason varchar",
    "segmentation_maturity": "month date, maturity_level varchar, reason varchar, mailable_contacts bigint, "
    "sends bigint, blast_share double, list_share double, automated_share double, behavioural_share double",
    "contact_segments": "lifecycle_segment varchar, behaviour_segment varchar, expected_purchases decimal(18, 6), "
    "expected_revenue decimal(18, 2)",
    "field_changes": "field_kind varchar, field varchar, contacts bigint, changed_share decimal(18, 9)",
}
ROWS = {
    "revenue_bridge": "('quarter', '2025-Q4', 100, 20, 5, 10, -5, -10, 0, 120, null)",
    "price_volume": "('quarter', '2025-Q4', 20, 5, 10, 2, 0, 4, 0, -1, 0, true)",
    "growth_sources": "('year', '2025', 100, 120, 15, 5, 0.75, 'new', null)",
    "win_rates": "('all', 'customer', 40, 30, 0.5, 0.35, 0.65, 0.7), ('all', 'prospect', 60, 50, 0.2, 0.12, 0.32, 0.2)",
    "funnel": "(date '2025-01-01', 'outflow', 1, 200, 200, 0, 400), "
    "(date '2025-01-01', 'prospect', 2, 50, 50, 20, 400), (date '2025-01-01', 'meeting', 3, 30, 25, 30, 400), "
    "(date '2025-01-01', 'quote', 4, 20, 20, 40, 400), (date '2025-01-01', 'order', 5, 10, 8, 60, 400)",
    "acquisition_economics": "('2025-Q1', date '2025-01-01', 10, 500, 50, 80, 7, null)",
    "forecast_slippage": "(date '2025-12-01', 'all', 'all', 10, 1000, 4, 2, 3, 1, 400, 12)",
    "stage_probabilities": "('offer', 'all', 40, 0.5, 0.35, 0.65, 20, 0.45, 0.5, 0.6, 'calibrated')",
    "pipeline_forecast": "('all', 'all', 4, 400, 240, 200, 90, 310, 1, null), "
    "('offer', 'none', 4, 400, 240, 200, 90, 310, 1, null)",
    "coverage_waterfall": "(date '2026-01-01', 'all', 'buyer', 1, 30, 0.3, 300, 0.5), "
    "(date '2026-01-01', 'all', 'not_reached', 6, 70, 0.7, 300, 0.5)",
    "coverage_moves": "(date '2026-01-01', 'not_reached', 'buyer', 3)",
    "onboarding_roi": "('all', 'trained', 80, 600, null, 12.5, 0.0208, null, 0.15, 0.02, 0.28, 'pays', 'It pays.'), "
    "('all', 'cheap', 40, 600, null, 2, 0.0033, null, null, null, null, 'cannot_tell', 'Only 12 are known.')",
    "lookalike_potential": "('all', 'all', 30, 70, 5, 20, 0.1, 0.3, 400, 77, 'worth_it', '20 look alike.'), "
    "('industry', 'Food', 30, 70, 5, 20, 0.1, 0.3, 400, 77, 'worth_it', '20 look alike.')",
    "service_loyalty": "('all', 'fast', 50, 0.9, 0.8, 'keeps', 'They stay.'), "
    "('all', 'slow', 60, 0.5, 0.6, 'keeps', 'They stay.'), "
    "('50 to 249, longer, 1', 'fast', 50, 0.9, null, 'keeps', 'They stay.')",
    "segmentation_maturity": "(date '2025-11-01', 'list', null, 500, 900, 0, 0.4, 0.1, 0), "
    "(date '2025-12-01', 'list', null, 500, 800, 0, 0.5, 0.1, 0)",
    "contact_segments": "('active_customer', 'reading', 1.5, 300), ('addressed', 'silent', null, null)",
    "field_changes": "('profile', 'job_title', 400, 0.01), ('behavioural', 'last_return', 400, 0.2)",
    "onboarding_trough": "('all', 'all', 0, 100, 2, 0.02, 0.98), ('all', 'all', 1, 98, 5, 0.051, 0.93), "
    "('all', 'none', 0, 100, 2, 0.02, 0.98), ('all', 'none', 1, 98, 5, 0.051, 0.93)",
}
VOCABULARY = {
    "step",
    "stage",
    "compelling_event",
    "grain",
    "relation",
    "part",
    "from_part",
    "to_part",
    "cohort",
    "onboarding_kind",
    "segment_type",
    "stratum",
    "band",
    "verdict",
    "maturity_level",
    "lifecycle_segment",
    "behaviour_segment",
    "field_kind",
}
"""Words of a fixed list by which the report finds its rows."""
