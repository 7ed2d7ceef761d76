"""Injuries of attribution: credit lost, doubled, or given to the wrong touchpoint."""

import pytest
from injury import Injury, done, first, model, of_first, otherwise, twice, without
from played import Played

_PATHS = "attribution_touchpoints"
_NOT_PHONE = "case channel when 'phone' then 0 else credit_last_non_brand end"

INJURIES = [
    model(
        "a cent of revenue leaks",
        _PATHS,
        otherwise(of_first("conversion_key", "revenue_linear - 0.01", "revenue_linear", "revenue_linear is not null")),
    ),
    model(
        "a billionth of a credit leaks",
        _PATHS,
        otherwise(of_first("conversion_key", "credit_linear - 0.000000001", "credit_linear")),
    ),
    model("each touchpoint is credited whole", _PATHS, otherwise("1 as credit_linear")),
    model("a path is lost", _PATHS, without(first("conversion_key"))),
    model("a path stands twice", _PATHS, twice("conversion_key = (select min(conversion_key) from injured)")),
    model("what nothing explains is left out", _PATHS, without("channel = '(none)'")),
    model("paths of a scope are left out", _PATHS, without("scope = 'account'")),
    model(
        "revenue is credited to conversions that have none",
        _PATHS,
        otherwise("coalesce(revenue_last, 1) as revenue_last"),
    ),
    model(
        "conversions are doubled",
        "int_conversions__unioned",
        twice("conversion_key = (select min(conversion_key) from injured)"),
    ),
    model("a conversion is lost", "int_conversions__unioned", without(first("conversion_key"))),
    model(
        "conversions lose their revenue",
        "int_conversions__unioned",
        otherwise("cast(null as decimal(18, 2)) as revenue"),
    ),
    model(
        "the last touchpoint of each path is lost",
        "int_touchpoints__reached",
        without("last_at = max(last_at) over (partition by path_key)"),
    ),
    model(
        "touchpoints are given to other paths",
        "int_touchpoints__reached",
        otherwise("max(path_key) over () as path_key"),
    ),
    model("all touchpoints are lost", "int_touchpoints__reached", without("true")),
    model(
        "a touchpoint takes credit away",
        _PATHS,
        otherwise(
            "credit_linear + case position when 1 then -2 when 2 then 2 else 0 end"
            " * case when touchpoints > 1 then 1 else 0 end as credit_linear"
        ),
    ),
    model("a brand's touch is left out with its credit", _PATHS, otherwise(f"{_NOT_PHONE} as credit_last_non_brand")),
    model(
        "a deal counts once for each of its companies",
        "int_conversions__unioned",
        twice(
            "conversion_type = 'opportunity' and conversion_key = (select max(conversion_key) from injured"
            " where conversion_type = 'opportunity')"
        ),
    ),
    model("steps to conversions are lost", "int_channel_steps__counted", without("next_number = 0")),
    model("places on paths are lost", "int_channel_places__counted", without("channel_number = 1")),
    model("Markov forgets what nothing explains", "int_channel_places__counted", without("channel_number = 0")),
    done(
        "Shapley counts a conversion more",
        "update marts.attribution_summary set conversions = conversions + 1 where model = 'shapley'",
    ),
    done(
        "Markov takes from one channel what it gives to another",
        "update marts.attribution_summary set conversions = conversions + case channel when 'email' then 999"
        " else -999 end where model = 'markov' and channel in ('email', 'phone')",
    ),
    model("with another lookback a channel is lost", "int_lookbacks__compared", without("channel_number = 1")),
    model("a longer lookback counts twice", "int_lookbacks__compared", twice("lookback_days = 180")),
    model("costs of a channel are dropped before they find outflows", "int_costs__placed", without("rule = 3")),
    model(
        "sums of credit leave out a month of sending", "int_credits__summed", without("sent_month = date '2024-10-01'")
    ),
    model("sums of credit stand in another month", "int_credits__costed", otherwise("month + 400 as month")),
    model("a cost finds no outflow and is dropped", "int_outflow_costs__spread", without("channel = 'email'")),
    model("what does not divide is dropped", "int_outflow_costs__spread", otherwise("left_over * 0 as left_over")),
    model("every outflow bears all of the cost", "int_outflow_costs__spread", otherwise("cost as cost_per_touch")),
    model(
        "the summary knows costs only where there is credit",
        "attribution_summary",
        without("month_basis = 'sent' and conversions = 0"),
    ),
    model("the summary leaves out a channel", "attribution_summary", without("channel = 'email'")),
    model("the summary leaves out a month", "attribution_summary", without("month = date '2024-10-01'")),
    model("the summary counts revenue twice", "attribution_summary", otherwise("revenue * 2 as revenue")),
    model("the summary counts a conversion more", "attribution_summary", otherwise("conversions + 1 as conversions")),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_credits_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"
