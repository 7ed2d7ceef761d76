"""Markets that have too little of something: marts are empty or say why not, and nothing divides by zero."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from played import Played
from questions import claims_of, counts_of, endless_values
from small_world import SmallWorld

pytestmark = pytest.mark.slow
PERSONS = range(1, 13)
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13) if (year, month) < (2025, 7)]
CAME = [(person, f"{month}-{person + 9:02} 10:00", "") for month in MONTHS[::5] for person in PERSONS]
BOUGHT = [(person, f"{month}-{person + 10:02} 10:00", str(10 * person)) for month in MONTHS[::5] for person in PERSONS]
# Who is written to in October has been quiet since June, and comes 26 days after the letter. The one letter of January
# shows that letters were recorded long before.
FIRST_LETTER = (99, "2024-01-05 10:00", "letter")
LETTERS = [FIRST_LETTER, *((person, f"2024-10-{person + 14} 10:00", "letter") for person in PERSONS)]

Play = Callable[[SmallWorld], Played]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Plays a world; whatever it lacks, every law holds and every number is finite."""
    played: list[Played] = []

    def play_soundly(world: SmallWorld) -> Played:
        played.append(world.play(tmp_path / "workspace"))
        assert played[-1].failed_laws() == set()
        assert endless_values(played[-1]) == []
        return played[-1]

    yield play_soundly
    for each in played:
        each.close()


def curve_heads(played: Played, columns: str) -> list[tuple[object, ...]]:
    return played.query(
        f"select segment_type, {columns} from marts.priming_curves"
        " where unit = 'contact' and event = 'any' and week = 0 order by segment_type, segment"
    )


def test_one_channel_is_exclusive_by_itself(play: Play) -> None:
    played = play(SmallWorld(sent=LETTERS, came=CAME, bought=BOUGHT))

    # The last letter was sent on 26 October: five persons had theirs a week before or earlier.
    assert curve_heads(played, "units, left_truncated, at_risk, overlap_share") == [
        ("all", 12, 1, 12, None),
        ("all_continued", 12, 1, 5, None),
        ("channel", 12, 1, 12, 0),
        ("channel_continued", 12, 1, 5, None),
        ("channel_exclusive", 12, 1, 12, None),
    ]
    returned = "select week, events, cumulative_share from marts.priming_curves where events > 0 and unit = 'contact'"
    assert played.query(f"{returned} and segment_type = 'channel_exclusive' and event = 'any'") == [(3, 12, 1)]
    channels = played.query("select distinct channel from marts.attribution_summary order by 1")
    assert channels == [("(none)",), ("letter",)]


def test_one_week_tells_of_nobody_when_hers_began(play: Play) -> None:
    week = [(person, f"2025-06-2{person % 5} 10:00", "letter") for person in PERSONS]
    came = [(person, f"2025-06-2{person % 5 + 1} 10:00", "") for person in PERSONS]

    played = play(SmallWorld(sent=week, came=came))

    assert curve_heads(played, "units, left_truncated, at_risk, survival")[0] == ("all", 0, 12, 0, None)
    assert claims_of(played)["priming_time"].verdict == "cannot_tell"


def test_without_outflows_nothing_is_primed_and_nothing_is_credited(play: Play) -> None:
    played = play(SmallWorld(came=CAME, bought=BOUGHT))

    assert counts_of(played, "priming_curves", "fct_outflows") == {"priming_curves": 0, "fct_outflows": 0}
    assert played.query("select distinct channel from marts.attribution_summary") == [("(none)",)]
    shares = "untargeted_share, direct_expected"
    assert played.query(f"select distinct {shares} from marts.return_origins where month > '2024-01-01'") == [(1, 0)]
    # In every whole month from February on all twelve persons are known; 2 × 12 returns in June, November and April.
    rates = "select returns_per_1000, count(*) from marts.priming_never_targeted where unit = 'contact'"
    assert played.query(f"{rates} group by 1 order by 1") == [(0, 14), (2000, 3)]
    priming = claims_of(played)["priming_time"]
    assert (priming.verdict, priming.measured) == ("cannot_tell", None)


def test_without_returns_there_is_nothing_to_wait_for(play: Play) -> None:
    played = play(SmallWorld(sent=LETTERS))

    assert counts_of(played, "fct_returns", "return_origins", "attribution_summary", "priming_never_targeted") == {
        "fct_returns": 0,
        "return_origins": 0,
        "attribution_summary": 0,
        "priming_never_targeted": 0,
    }
    # Nobody knows that returns were recorded at all, so no lookback was observed.
    assert curve_heads(played, "units, left_truncated")[0] == ("all", 0, 13)


def test_without_orders_nobody_makes_revenue(play: Play) -> None:
    played = play(SmallWorld(sent=LETTERS, came=CAME))

    assert counts_of(played, "pareto_customers", "pareto_summary") == {"pareto_customers": 0, "pareto_summary": 0}
    claims = claims_of(played)
    for name in ("top_20_share", "loyal_customer_share", "loyal_revenue_share"):
        assert (claims[name].verdict, claims[name].measured) == ("cannot_tell", None)
        assert claims[name].reason


def test_without_costs_no_ratio_is_made(play: Play) -> None:
    played = play(SmallWorld(sent=LETTERS, came=CAME, bought=BOUGHT))

    ratios = "count(cost_per_conversion), count(return_on_spend), sum(conversions) > 0"
    assert played.query(f"select {ratios} from marts.attribution_summary") == [(0, 0, True)]


def test_orders_worth_nothing_have_no_shares_and_say_why(play: Play) -> None:
    free = [(person, moment, "0") for person, moment, _ in BOUGHT]

    played = play(SmallWorld(sent=LETTERS, bought=free))

    columns = "basis, members, top_20_share, gini, loyal_revenue_share, substr(reason, 1, 10)"
    customers = f"select {columns} from marts.pareto_summary where dimension = 'customer' and period = 'all'"
    assert played.query(customers) == [("net", 12, None, None, None, "no revenue")]
    assert played.query("select sum(revenue), count(return_on_spend) from marts.attribution_summary") == [(0, 0)]
    assert claims_of(played)["top_20_share"].verdict == "cannot_tell"


def test_a_single_contact_has_a_curve_without_a_band(play: Play) -> None:
    only = 1
    played = play(
        SmallWorld(
            sent=[(only, "2024-01-05 10:00", "letter"), (only, "2024-10-15 10:00", "letter")],
            came=[(only, "2024-01-06 10:00", ""), (only, "2024-11-10 10:00", "")],
            bought=[(only, "2024-11-11 10:00", "50")],
        )
    )

    curve = "select week, events, survival, survival_low from marts.priming_curves where events > 0"
    assert played.query(f"{curve} and unit = 'contact' and segment_type = 'all' and event = 'any'") == [(3, 1, 0, None)]
    columns = "members, top_20_members, top_20_share, gini, gini_low, reason"
    customers = f"select {columns} from marts.pareto_summary where dimension = 'customer' and period = 'all'"
    assert played.query(f"{customers} and basis = 'net'") == [
        (1, 1, 1, 0, None, "fewer than 50 members with revenue: no interval")
    ]
    assert {claim.verdict for claim in claims_of(played).values()} <= {"cannot_tell", "holds"}


def test_all_touched_on_one_day_enter_together(play: Play) -> None:
    together = [(person, "2024-10-15 10:00", channel) for person in PERSONS for channel in ("letter", "email")]

    played = play(SmallWorld(sent=[FIRST_LETTER, *together], came=CAME))

    # E-mail began on that day, so nobody knows what it sent before; every letter came with an e-mail. Between letters
    # lay 284 days, so a silence of 259 is no stop.
    assert curve_heads(played, "segment, units, left_truncated, at_risk, overlap_share") == [
        ("all", "all", 12, 1, 12, None),
        ("all_continued", "all", 12, 1, 12, None),
        ("channel", "email", 0, 12, 0, None),
        ("channel", "letter", 12, 1, 12, 1),
        ("channel_continued", "email", 0, 12, 0, None),
        ("channel_continued", "letter", 12, 1, 12, None),
        ("channel_exclusive", "email", 0, 12, 0, None),
        ("channel_exclusive", "letter", 0, 1, 0, None),
    ]


@pytest.mark.parametrize("amount", ["10000000.01", "4000000000.03", "999999999999.99"])
def test_amounts_of_any_size_are_credited_to_the_cent(play: Play, amount: str) -> None:
    bought = [(person, moment, amount) for person, moment, _ in BOUGHT]

    played = play(SmallWorld(sent=LETTERS, came=CAME, bought=bought))

    whole = Decimal(amount) * len(BOUGHT)
    assert played.query("select sum(amount_reporting) from marts.fct_orders") == [(whole,)]
    credited = played.query(
        "select sum(columns('^revenue_')) from marts.attribution_touchpoints"
        " where conversion_type = 'order' group by scope"
    )
    assert [len(sums) for sums in credited] == [8, 8]
    assert {revenue for sums in credited for revenue in sums} == {whole}
    assert claims_of(played)["top_20_share"].reason
