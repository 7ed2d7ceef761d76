"""Published path tables as exports of one's own: three home-made files, a contract each, the marts at the end.

Each path of the table is persons: what was sent to them, and what they returned or bought; who did not convert was sent
the same and stayed silent for more than a lookback. Sources: DP6's nine paths, a case by hand, the two paths of `mta`,
and Snowplow's sample, whose own column named Shapley is another measure.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from played import Played
from small_world import Event, SmallWorld

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parents[1] / "fixtures" / "paths.csv"
SENT_ON = date(2025, 1, 6)
CONVERTED = "2025-02-03 12:00"
SCOPES = ("person", "account")
MODELS_OF_DP6 = {
    "first": (9, 9, 9),
    "last": (15, 6, 6),
    "linear": (10.5, 9, 7.5),
    "position": (11.1, 8.4, 7.5),
    "markov": (10.643154, 8.514523, 7.842324),
    "shapley": (10.5, 9, 7.5),
}


def world_of(case: str) -> SmallWorld:
    """A person for each conversion and each path without; the first conversion of a path has all its revenue."""
    sent: list[Event] = []
    bought: list[Event] = []
    came: list[Event] = []
    persons = _persons(case)
    for person, (channels, revenue) in enumerate(persons, start=1):
        for day, channel in enumerate(channels):
            sent.append((person, f"{SENT_ON + timedelta(days=day)} 09:00", channel))
        if revenue is not None:
            (bought if case == "snowplow" else came).append((person, CONVERTED, revenue))
    return SmallWorld(sent=sent, came=came, bought=bought)


def _persons(case: str) -> Iterator[tuple[list[str], str | None]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["case"] == case:
                channels = row["path"].split(" > ")
                for number in range(int(row["conversions"])):
                    yield channels, row["revenue"] if number == 0 else "0"
                for _ in range(int(row["without_conversion"])):
                    yield channels, None


def credit(played: Played, model: str, scope: str, measure: str = "conversions") -> dict[str, Decimal]:
    """Credit by channel over all months."""
    return dict(
        played.query(
            f"select channel, sum({measure}) from marts.attribution_summary where model = '{model}'"
            f" and scope = '{scope}' and coalesce(month_basis, 'converted') = 'converted'"
            " and lookback_days = (select lookback_days from marts.run_info)"
            " and conversion_type = (select min(conversion_type) from marts.attribution_touchpoints)"
            " group by channel order by channel"
        )
    )


@pytest.fixture(scope="module")
def dp6(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return world_of("dp6").play(tmp_path_factory.mktemp("dp6") / "w")


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("model", MODELS_OF_DP6)
def test_dp6s_nine_paths(dp6: Played, model: str, scope: str) -> None:
    found = credit(dp6, model, scope)
    assert list(found) == ["A", "B", "C"]
    assert [float(value) for value in found.values()] == pytest.approx(MODELS_OF_DP6[model], abs=5e-7)
    assert sum(found.values()) == 27


def test_every_law_holds_on_dp6(dp6: Played) -> None:
    assert dp6.failed_laws() == set()
    assert ("credit_channels", "return", "person markov", 27, 27) in dp6.laws()


def test_three_paths_by_hand_of_which_one_converts(tmp_path: Path) -> None:
    """Markov knows the paths that ended without a conversion: c1 keeps a fifth."""
    played = world_of("hand").play(tmp_path)
    for scope in SCOPES:
        shares = [float(value) for value in credit(played, "markov", scope).values()]
        assert shares == pytest.approx([0.2, 0.4, 0.4], abs=1e-9)


def test_a_alone_four_times_and_a_before_b_six_times(tmp_path: Path) -> None:
    played = world_of("mta").play(tmp_path)
    assert credit(played, "shapley", "person") == {"a": 7, "b": 3}
    assert dict(
        played.query(
            "select (channel, stage), conversions from marts.attribution_stages where scope = 'person' order by all"
        )
    ) == {("a", 1): 7, ("b", 2): 3}


def test_snowplows_sample_to_the_cent(tmp_path: Path) -> None:
    played = world_of("snowplow").play(tmp_path)
    for scope in SCOPES:
        last = {channel: value for channel, value in credit(played, "last", scope).items() if value}
        assert last == {"Direct": 4, "Organic_Search": 1, "Video": 1}
        assert {c: v for c, v in credit(played, "last", scope, "revenue").items() if v} == {
            "Direct": Decimal("234.42"),
            "Organic_Search": Decimal("66.50"),
            "Video": Decimal(200),
        }
        assert credit(played, "shapley", scope) == {
            "Direct": Decimal("3.5"),
            "Organic_Search": Decimal("1.5"),
            "Video": 1,
        }
        assert credit(played, "shapley", scope, "revenue") == {
            "Direct": Decimal("164.42"),
            "Organic_Search": Decimal("136.50"),
            "Video": Decimal(200),
        }
