"""Quartiles, correlation and the Pareto picture, by hand-computed figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.classroom.measures import (
    FOOT,
    HEAD,
    HEIGHT,
    Quartiles,
    correlation,
    discriminations,
    pareto,
    quartiles,
)


def test_quartiles_lie_between_the_closest_ranks() -> None:
    assert quartiles([]) is None
    assert quartiles([7]) == Quartiles(7, 7, 7, 7, 7)
    assert quartiles([4, 1, 3, 2]) == Quartiles(1, 1.75, 2.5, 3.25, 4)
    assert quartiles([1, 2, 3, 4, 100]) == Quartiles(1, 2, 3, 4, 100)


def test_correlation_of_what_goes_together_and_apart() -> None:
    up = [(float(n), 2.0 * n) for n in range(5)]
    assert correlation(up) == pytest.approx(1)
    assert correlation([(x, -y) for x, y in up]) == pytest.approx(-1)
    worked = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 5.0)]
    assert correlation(worked) == pytest.approx(0.8)


def test_correlation_of_too_few_or_all_alike_says_nothing() -> None:
    assert correlation([(1.0, 1.0)] * 4) is None
    assert correlation([(1.0, float(n)) for n in range(9)]) is None


def test_case_that_strong_learners_get_wrong_has_a_negative_figure() -> None:
    scores = [(learner, 1, learner / 10) for learner in range(6)]
    scores += [(learner, 2, 1 - learner / 10) for learner in range(6)]
    scores += [(learner, 3, learner / 10) for learner in range(6)]
    assert discriminations(scores)[2] == pytest.approx(-1)
    alone = [(learner, 1, learner / 10) for learner in range(6)]
    assert discriminations(alone) == {1: None}


def test_pareto_shows_each_share_and_all_so_far() -> None:
    picture = pareto([("CO-11", 6), ("CO-50", 3), ("CO-97", 1)])
    assert [(bar.share, bar.total_share) for bar in picture.bars] == [
        ("60%", "60%"),
        ("30%", "90%"),
        ("10%", "100%"),
    ]
    assert picture.bars[-1].line_y == HEAD
    assert picture.line.count(",") == 3
    assert pareto([]).bars == ()


@given(st.lists(st.integers(1, 999), min_size=1, max_size=12))
def test_pareto_stays_inside_its_picture(counts: list[int]) -> None:
    picture = pareto([(str(count), count) for count in sorted(counts, reverse=True)])
    for bar in picture.bars:
        assert 0 <= bar.x < bar.x + bar.width <= picture.width
        assert 0 <= bar.line_y <= bar.y + 0.1 <= HEIGHT - FOOT + 0.1
