"""No claim of the books goes without a row: their list by subject, against the benchmarks that are judged."""

from dagster_project.claims_store import read_benchmarks
from dagster_project.resources import reference_seeds_dir

CLAIMS = {
    "outflows": (
        "priming_time",
        "answers_from_others",
        "every_return_counted",
        "returns_follow_outflows",
        "teams_that_stop",
        "persistence",
        "stops_before_priming",
        "stops_cost_more",
        "flow_after_a_stop",
        "restart_primes_again",
        "stop_for_season",
        "stop_for_want_of_hands",
        "stop_for_results",
        "stop_for_experience",
        "stop_for_money",
        "steps_in_order",
        "customers_begin_with_outflows",
    ),
    "maturity": (
        "marketers_that_blast",
        "large_firms_use_lists",
        "small_firms_blast",
        "business_firms_automate",
        "gain_at_every_level",
        "profile_rarely_changes",
        "behaviour_often_changes",
        "forecasts_missed",
        "compelling_event",
    ),
    "acquisition": ("growth_from_new", "fall_from_new", "buying_more_often", "cross_selling", "look_alikes_pay"),
    "trough": ("early_losses", "onboarding_pays", "word_of_mouth"),
    "revenue": (
        "price_times_quantity",
        "service_keeps_customers",
        "win_rate_customer",
        "win_rate_prospect",
        "loyal_customer_share",
        "loyal_revenue_share",
        "top_20_share",
    ),
}


def test_every_claim_of_the_books_has_its_row() -> None:
    named = {claim for claims in CLAIMS.values() for claim in claims}
    judged = set(read_benchmarks(reference_seeds_dir() / "benchmarks.csv"))
    assert named == judged


def test_every_row_says_how_its_words_are_read_or_that_nothing_is_measured() -> None:
    for benchmark in read_benchmarks(reference_seeds_dir() / "benchmarks.csv").values():
        assert benchmark.reading == "" or benchmark.reading.endswith("."), benchmark.claim
        assert benchmark.statement.endswith("."), benchmark.claim
        assert (benchmark.low, benchmark.high, benchmark.value) != (None, None, None), benchmark.claim
