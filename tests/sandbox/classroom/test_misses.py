"""What the class misses, counted again from the rows, and what is behind each figure."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from claims.models import Adjustment, Claim, Remittance
from claims.money import dollars, total
from coding.models import Attempt, CodingVersion, MarkFinding
from coding.services import erasing
from sandbox.classroom.models import Course, Work
from sandbox.classroom.player import Goal, play
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user

pytestmark = pytest.mark.django_db


def a_class() -> tuple[Course, list[Work]]:
    """Six learners at one case: two make the first slip, one the second, three none."""
    people = [make_user(f"learner{n}") for n in range(6)]
    course = make_course(*people)
    works = []
    for user, slip in zip(people, (1, 1, 2, 0, 0, 0), strict=True):
        work = make_pair(user, user, course=course)
        pitfalls = work.attempt.parsed().pitfalls
        play(work, goal=Goal.CLOSED, slip=pitfalls[slip - 1] if slip else None)
        works.append(work)
    other = make_pair(make_user("x"), make_user("x"), course=make_course(make_user("x")))
    play(other, goal=Goal.CODED, slip=other.attempt.parsed().pitfalls[0])
    return course, works


def get(course: Course, name: str = "misses", **query: Any) -> Any:
    """A page of the class, over all of its assignments unless one is asked for."""
    query = {"assignment": "all"} | query if name == "misses" else query
    url = reverse(f"classroom:{name}", args=[course.pk])
    return client_of(make_user("teacher")).get(url, query)


def first_findings(works: list[Work]) -> list[MarkFinding]:
    return list(
        MarkFinding.objects.filter(
            mark__coding_version__attempt__in=[work.attempt_id for work in works],
            mark__coding_version__number=1,
            mark__stands=True,
            credit__lt=1,
        )
    )


def test_codes_and_kinds_are_counted_with_what_was_chosen_instead() -> None:
    course, works = a_class()
    misses = get(course).context["misses"]
    found = first_findings(works)
    assert found
    by_code = Counter(row.code for row in found if row.code)
    assert {row.code: row.count for row in misses.codes} == dict(by_code)
    chosen = Counter(
        (row.code, row.chosen) for row in found if row.code and row.chosen not in ("", row.code)
    )
    assert {(row.code, code): n for row in misses.codes for code, n in row.chosen} == dict(chosen)
    kinds = Counter(row.category.capitalize() for row in found)
    assert {label: count for label, count, *_ in misses.kinds} == dict(kinds)


def test_each_figure_leads_to_the_attempts_behind_it() -> None:
    course, works = a_class()
    misses = get(course).context["misses"]
    found = first_findings(works)
    for row in misses.codes:
        hit = {one.mark.coding_version.attempt_id for one in found if one.code == row.code}
        behind = get(course, "behind", code=row.code).context["rows"]
        assert {one.attempt_id for one in behind} == hit
    for code, *_ in misses.refusal_rows:
        group, _, carc = code.partition("-")
        lines = Adjustment.objects.filter(
            group=group,
            carc=carc,
            line__remittance__submission__claim__attempt__work__assignment__course=course,
        )
        attempts = set(lines.values_list("line__remittance__submission__claim__attempt", flat=True))
        behind = get(course, "behind", reason=code).context["rows"]
        assert attempts
        assert {one.attempt_id for one in behind} == attempts
    assert get(course, "behind", code="nothing").context["rows"] == []
    assert get(course, "behind", case="x", assignment="9" * 40).context["rows"] == []


def test_refusals_have_their_lines_and_dollars() -> None:
    course, _ = a_class()
    rows = {row[0]: row for row in get(course).context["misses"].refusal_rows}
    lines = Adjustment.objects.filter(
        group="CO",
        carc="11",
        line__remittance__submission__claim__attempt__work__assignment__course=course,
    )
    assert lines
    assert rows["CO-11"][2:4] == (
        str(lines.count()),
        dollars(total(lines.values_list("amount", flat=True))),
    )


def test_money_given_up_is_that_of_the_last_answer_to_closed_claims() -> None:
    course, _ = a_class()
    assert get(course).context["misses"].dollars == [], "every slip was mended"
    claim = Claim.objects.filter(attempt__work__assignment__course=course).latest("pk")
    line = Remittance.objects.filter(submission__claim=claim).latest("number").lines.first()
    Adjustment.objects.create(
        line=line, group="CO", carc="50", position=99, amount=Decimal("12.50")
    )
    [row] = get(course).context["misses"].dollars
    assert (row[0].split()[0], row[1]) == ("CO-50", Decimal("12.50"))
    behind = get(course, "behind", lost="CO-50").context["rows"]
    assert [one.attempt_id for one in behind] == [claim.attempt_id]


def test_time_is_the_median_from_the_beginning() -> None:
    course, works = a_class()
    for minutes, work in zip((10, 20, 30, 40, 50, 60), works, strict=True):
        begun = Attempt.objects.get(pk=work.attempt_id).created_at
        with erasing():
            CodingVersion.objects.filter(attempt=work.attempt_id, number=1).update(
                created_at=begun + timedelta(minutes=minutes)
            )
    [case] = get(course).context["misses"].cases
    assert case.coded.median == pytest.approx(35)
    assert (case.learners, case.discrimination) == (6, "–")


def test_page_of_nothing_says_what_comes_here() -> None:
    assert "Nothing to count yet" in get(make_course()).content.decode()


def test_page_is_narrowed_to_an_assignment() -> None:
    course, works = a_class()
    page = get(course, assignment=works[5].assignment_id).context
    assert page["misses"].codes == []
    assert page["chosen"] == works[5].assignment_id
