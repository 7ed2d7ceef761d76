"""Benjamini and Hochberg by hand."""

import pytest

from dagster_project.statistics.discoveries import q_values


def test_q_values_are_the_p_values_times_tests_by_rank_made_monotone() -> None:
    # 0.01 · 4 / 1, 0.04 · 4 / 3 twice (0.03 · 4 / 2 = 0.06 is more), 0.9 · 4 / 4
    assert q_values([0.04, 0.01, 0.9, 0.03]) == pytest.approx([0.16 / 3, 0.04, 0.9, 0.16 / 3])


def test_no_test_has_no_q_value() -> None:
    assert q_values([]) == []
