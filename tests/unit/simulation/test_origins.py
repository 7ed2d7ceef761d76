import numpy as np
import pytest

from dagster_project.simulation.origins import DAY_MICROS, ORIGINS, Parties, are_customers, are_replies, place

T = 400 * DAY_MICROS  # the instant of the return in most tests
NOBODY = -1


def _parties(*rows: tuple[int, int, int]) -> Parties:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Parties(columns[:, 0], columns[:, 1], columns[:, 2])


NONE = _parties()


def _origin(person=1, account=10, *, touches=NONE, referrer=None, orders=NONE):
    """The origin of one return; persons are small numbers, accounts from 10."""
    named = _parties((*(referrer or (NOBODY, NOBODY)), T))
    has_referrer = np.array([referrer is not None])
    return ORIGINS[int(place(_parties((person, account, T)), named, has_referrer, touches, orders)[0])]


@pytest.mark.parametrize(
    ("touched_at", "origin"),
    [
        (T - 112 * DAY_MICROS - 1, "beyond_window"),
        (T - 112 * DAY_MICROS, "direct"),
        (T - 1, "direct"),
        (T, "untargeted"),
        (T + 1, "untargeted"),
    ],
)
def test_the_window_holds_its_start_and_not_its_end(touched_at, origin):
    assert _origin(touches=_parties((1, 10, touched_at))) == origin


def test_a_colleague_s_outflow_makes_it_same_account():
    assert _origin(touches=_parties((2, 10, T - DAY_MICROS))) == "same_account"


def test_an_outflow_to_the_company_makes_it_same_account():
    assert _origin(touches=_parties((NOBODY, 10, T - DAY_MICROS))) == "same_account"


def test_a_return_that_names_only_a_company_is_same_account():
    assert _origin(person=NOBODY, touches=_parties((2, 10, T - DAY_MICROS))) == "same_account"


def test_people_without_a_company_share_nothing():
    assert _origin(account=NOBODY, touches=_parties((2, NOBODY, T - DAY_MICROS))) == "untargeted"


def test_a_referrer_who_was_touched_counts_after_the_person_s_own_company():
    touched = _parties((3, 11, T - DAY_MICROS))
    assert _origin(touches=touched, referrer=(3, 11)) == "referral"
    assert _origin(touches=_parties((3, 11, T - DAY_MICROS), (2, 10, T - 5)), referrer=(3, 11)) == "same_account"


def test_a_referrer_who_ordered_long_ago_counts():
    assert _origin(referrer=(3, 11), orders=_parties((3, 11, 5))) == "referral"


def test_a_referrer_who_orders_later_does_not_count():
    assert _origin(referrer=(3, 11), orders=_parties((3, 11, T))) == "untargeted"


def test_a_referrer_goes_before_an_old_outflow():
    old = _parties((1, 10, T - 200 * DAY_MICROS), (3, 11, T - DAY_MICROS))
    assert _origin(touches=old, referrer=(3, 11)) == "referral"


def test_the_company_s_old_outflow_is_beyond_the_window_too():
    assert _origin(touches=_parties((2, 10, T - 200 * DAY_MICROS))) == "beyond_window"


def test_nobody_is_anonymous():
    assert _origin(person=NOBODY, account=NOBODY, touches=_parties((1, 10, T - 1))) == "anonymous"


def test_an_answer_within_14_days_of_a_return_is_a_reply():
    returned = _parties((1, 10, T))
    sent = _parties(
        (1, 10, T), (1, 10, T + 1), (1, 10, T + 14 * DAY_MICROS), (1, 10, T + 14 * DAY_MICROS + 1), (2, 10, T + 1)
    )
    assert are_replies(sent, np.ones(5, dtype=bool), returned).tolist() == [False, True, True, False, False]


def test_a_touch_with_a_campaign_is_no_reply():
    sent = _parties((1, 10, T + 1))
    assert not are_replies(sent, np.array([False]), _parties((1, 10, T)))[0]


def test_a_customer_has_bought_before_or_a_colleague_has():
    purchases = _parties((2, 10, T - 1), (5, NOBODY, T))
    returns = _parties((1, 10, T), (5, NOBODY, T), (5, NOBODY, T + 1))
    assert are_customers(returns, purchases).tolist() == [True, False, True]
