"""Injuries of coverage: accounts lost, doubled or left in no part of the market."""

import pytest
from injury import Injury, first, model, otherwise, twice, without
from played import Played

_PARTS = "int_account_parts__dated"

INJURIES = [
    model("an account is in no part", _PARTS, without(first("account_key"))),
    model("an account is in two parts", _PARTS, twice("account_key = (select min(account_key) from injured)")),
    model("those who were not reached are left out", _PARTS, without("part = 'not_reached'")),
    model("a part has a name that nobody knows", _PARTS, otherwise("replace(part, 'buyer', 'customer') as part")),
    model("no stock is taken", _PARTS, without("true")),
    model("a part is missing from the waterfall", "coverage_waterfall", without("part = 'in_progress'")),
    model("an industry is missing from the waterfall", "coverage_waterfall", without("segment = 'Food'")),
    model("the waterfall forgets regions", "coverage_waterfall", without("segment_type = 'region'")),
    model(
        "an industry is worth more than it is",
        "coverage_waterfall",
        otherwise("case segment_type when 'industry' then potential * 2 else potential end as potential"),
    ),
    model("accounts count twice", "coverage_waterfall", otherwise("accounts * 2 as accounts")),
    model("accounts that did not move are lost", "coverage_moves", without("from_part = to_part")),
    model("moves count twice", "coverage_moves", otherwise("accounts * 2 as accounts")),
]


@pytest.mark.parametrize("injury", INJURIES, ids=str)
def test_an_injury_of_coverage_is_caught(injury: Injury, patient: Played) -> None:
    injury.deed(patient)
    assert patient.failed_laws(), "no law sees it"
