"""Limits of shares, against numbers worked out by hand."""

import pytest

from dagster_project.statistics.intervals import Estimate, Groups, Sums, clustered_share, share_of_sum, wilson


def sums(*values: float) -> Sums:
    return Sums(len(values), *(sum(value**power for value in values) for power in range(1, 5)))


def limits(estimate: Estimate) -> tuple[float, float, float]:
    return round(estimate.value, 4), round(estimate.low, 4), round(estimate.high, 4)


def test_wilsons_limits_of_50_in_100() -> None:
    assert limits(wilson(0.5, 100)) == (0.5, 0.4038, 0.5962)


def test_wilsons_limits_of_none_and_all_stay_inside_0_and_1() -> None:
    # z² / (n + z²) = 3.8415 / 13.8415
    assert limits(wilson(0.0, 10)) == (0.0, 0.0, 0.2775)
    assert limits(wilson(1.0, 10)) == (1.0, 0.7225, 1.0)


def test_accounts_that_each_answer_alike_count_as_one_item_each() -> None:
    # 20 accounts of 4 returns, all or none of them hits: variance 20·2²/80² · 20/19 = 1/76, of independent returns
    # 1/320: the design effect is 80/19, so that 19 returns are left. Wilson: 0.5 ± 0.2050.
    share = clustered_share([Groups(items=4, hits=4, groups=10), Groups(items=4, hits=0, groups=10)])
    assert limits(share) == (0.5, 0.295, 0.705)


def test_accounts_with_one_return_each_give_wilsons_limits() -> None:
    # The variance between 100 groups of one is 100/99 of the independent one; 99 items are left.
    share = clustered_share([Groups(items=1, hits=1, groups=50), Groups(items=1, hits=0, groups=50)])
    assert limits(share) == limits(wilson(0.5, 99))


def test_accounts_that_agree_more_than_chance_would_have_it_gain_nothing() -> None:
    share = clustered_share([Groups(items=2, hits=1, groups=50)])
    assert limits(share) == limits(wilson(0.5, 100))


def test_a_share_of_all_or_nothing_is_worth_as_many_items_as_there_are_accounts() -> None:
    assert limits(clustered_share([Groups(items=100, hits=0, groups=10)])) == limits(wilson(0.0, 10))


def test_one_account_has_no_variance_between_accounts() -> None:
    with pytest.raises(ValueError, match="two groups"):
        clustered_share([Groups(items=100, hits=40, groups=1)])


def test_the_share_of_a_fixed_part_of_a_sum() -> None:
    # Loyal 30, 30; others 20, 20. Share 0.6; residuals (1 − 0.6)·30 = 12 twice, −0.6·20 = −12 twice: variance 144,
    # standard error √(144/4) / 25 = 0.24.
    share = share_of_sum(sums(30, 30), sums(20, 20))
    assert limits(share) == (0.6, 0.1296, 1.0)


def test_the_share_of_the_largest_fifth_moves_with_the_cutoff() -> None:
    # 40 | 30, 10, 10, 10: share 0.4. Influences 0.6·40 − 40 = −16, −12, −4, −4, −4 around −8, so −8, −4, 4, 4, 4:
    # squares 128, cubes −384, fourth ones 5120. Error √128 / 100 = 0.113; 2 / (5120/128² − 1/5) = 17.8 degrees;
    # quantile 2.1028; acceleration −384 / (6·128^1.5) = −0.0442: 0.2379 ÷ (1 − 0.0929) down, ÷ 1.0929 up.
    share = share_of_sum(sums(40), sums(30, 10, 10, 10), threshold=40)
    assert limits(share) == (0.4, 0.1377, 0.6177)


def test_equal_members_leave_no_doubt() -> None:
    assert limits(share_of_sum(sums(10), sums(10, 10, 10, 10), threshold=10)) == (0.2, 0.2, 0.2)


@pytest.mark.parametrize("rest", [sums(), sums(-5, -5)])
def test_nothing_to_divide_has_no_share(rest: Sums) -> None:
    with pytest.raises(ValueError, match="positive sum"):
        share_of_sum(sums(10), rest)
