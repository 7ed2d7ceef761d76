"""Rule models that settings change, on a market of two persons written by hand."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from played import Played
from small_world import SmallWorld

pytestmark = pytest.mark.slow

WORLD = SmallWorld(
    sent=[
        (1, "2025-03-01 10:00", "email"),
        (1, "2025-03-02 10:00", "letter"),
        (1, "2025-03-03 10:00", "search"),
        (2, "2025-03-03 10:00", "search"),
    ],
    came=[(1, "2025-03-10 10:00", ""), (2, "2025-03-10 10:00", "")],
)


SETTINGS = {
    "brand_channels": ["search"],
    "attribution_weights": {"first": 50.0, "lead": 0.0, "opportunity": 0.0, "last": 20.0, "between": 30.0},
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The market with both settings, of which each is one model's only."""
    played = WORLD.play(tmp_path_factory.mktemp("settings"), json.dumps(SETTINGS))
    yield played
    played.close()


def test_without_brand_channels_the_credit_moves_and_none_is_lost(played: Played) -> None:
    """Person 1's return goes back from search to the letter; person 2 was reached by search only, which keeps it."""
    credited = (
        "select channel, sum(conversions) from marts.attribution_summary"
        " where model = '{}' and scope = 'person' and month_basis = 'sent' group by channel having sum(conversions) > 0"
    )

    assert dict(played.query(credited.format("last"))) == {"search": 2}
    assert dict(played.query(credited.format("last_non_brand"))) == {"letter": 1, "search": 1}


def test_custom_weights_are_a_model_like_the_others(played: Played) -> None:
    assert dict(
        played.query(
            "select channel, sum(credit) from marts.attribution_credits where model = 'custom' and scope = 'account'"
            " group by channel"
        )
    ) == {"email": Decimal("0.5"), "letter": Decimal("0.3"), "search": Decimal("1.2")}
    assert ("credit_sums", "return", "person custom", 2, 2) in played.laws()


def test_all_laws_hold_under_both_settings(played: Played) -> None:
    assert played.failed_laws() == set()


def test_conversions_in_the_same_second_stay_apart(tmp_path: Path) -> None:
    """Two returns of one person at one moment: the first uses the mail, the second is what no outflow explains."""
    twice = SmallWorld(
        sent=[(1, "2025-03-01 10:00", "email")], came=[(1, "2025-03-10 10:00", ""), (1, "2025-03-10 10:00", "")]
    )
    played = twice.play(tmp_path)

    for model in ("last", "w_shaped", "markov", "shapley"):
        assert dict(
            played.query(
                "select channel, sum(conversions) from marts.attribution_summary where scope = 'person'"
                f" and model = '{model}' and coalesce(month_basis, 'sent') = 'sent' and lookback_days = 112 group by 1"
            )
        ) == {"email": 1, "(none)": 1}
    assert played.failed_laws() == set()
