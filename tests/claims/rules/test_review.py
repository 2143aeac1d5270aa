import datetime as dt

import pytest

from claims.rules.review import (
    Review,
    age_on,
    begins_with,
    is_new_patient_visit,
    is_visit,
    stands_for,
)
from tests.claims.code_table import CODES
from tests.claims.scenarios import fee, line, make


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2026, 6, 3), 54),
        (dt.date(2026, 6, 4), 55),
        (dt.date(1971, 6, 4), 0),
        (dt.date(1971, 6, 3), -1),
    ],
)
def test_age_is_counted_in_full_years(day, age):
    assert age_on(day, born=dt.date(1971, 6, 4)) == age


def test_leap_day_child_is_a_year_older_in_march():
    born = dt.date(2024, 2, 29)
    assert age_on(dt.date(2025, 2, 28), born=born) == 0
    assert age_on(dt.date(2025, 3, 1), born=born) == 1


def test_diagnosis_begins_with_a_category_with_or_without_its_dot():
    assert begins_with("E11.65", ("E11",))
    assert begins_with("e1165", ("E11.6",))
    assert not begins_with("E11.65", ("E1165A", ""))


def test_pattern_stands_for_one_procedure_or_all_that_begin_so():
    assert stands_for("OV-324", "OV-324")
    assert stands_for("OV-*", "OV-324")
    assert not stands_for("OV-3", "OV-324")


@pytest.mark.parametrize(
    ("procedure", "visit", "new"),
    [
        ("OV-324", True, False),
        ("OV-624", True, True),
        ("OV-924", True, True),
        ("PV-352", True, False),
        ("PV-652", True, True),
        ("PV-711", False, False),
        ("ED-530", True, False),
        ("LB-110", False, False),
        ("J3301", False, False),
    ],
)
def test_visits_are_told_by_their_code(procedure, visit, new):
    assert (is_visit(procedure), is_new_patient_visit(procedure)) == (visit, new)


def test_line_is_a_visit_also_by_its_benefit():
    scenario = make(fees={"EY-121": fee(benefit="visit")}, lines=[line(1, "EY-121")])
    review = Review(scenario, CODES)
    assert review.is_visit(review.lines[0])


def test_pointers_that_lead_nowhere_are_left_out():
    review = Review(make(lines=[line(1, "OV-324", pointers=(2, 0, 9))]), CODES)
    assert review.pointed(review.lines[0]) == ("I10",)
