"""The gradebook: learners by assignments, and one learner case by case; nothing is stored, every
figure is computed from the marks as they stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from claims.models import BillingMark, Claim
from coding.display import percent_text
from coding.models import CodingVersion
from coding.skills import skill_names
from sandbox.classroom.due import extensions_of, times_of
from sandbox.classroom.grades import (
    AssignmentMark,
    CaseMark,
    Rules,
    Tried,
    assignment_mark,
    case_mark,
    mean_of,
)
from sandbox.classroom.models import (
    Assignment,
    AssignmentCase,
    Course,
    Enrolment,
    Extension,
    Seat,
    Work,
)
from sandbox.classroom.people import shown_names
from sandbox.classroom.queries.staging import marked
from sandbox.classroom.timing import minutes_allowed
from sandbox.classroom.when import when_text

PAGE = 30


@dataclass(frozen=True)
class Seen:
    """Which marks count: all for staff; for a learner what was released, of the codes also what
    was shown without the key."""

    everything: bool


STAFF_SEE, LEARNERS_SEE = Seen(everything=True), Seen(everything=False)


@dataclass(frozen=True)
class GradeCell:
    """A learner's mark for an assignment, and how many of its cases have one."""

    text: str
    mark: Decimal | None
    marked: int
    cases: int


@dataclass(frozen=True)
class GradeRow:
    """A learner with a cell for each assignment and the mean over them."""

    user_id: int
    name: str
    cells: Sequence[GradeCell]
    mean: str
    mean_mark: Decimal | None


@dataclass(frozen=True)
class CaseGrade:
    """One case of one learner: what counts, and why. `work_url` leads the learner to the work."""

    case: str
    attempt_id: int | None
    mark: str
    coding: str
    billing: str
    is_by_hand: bool
    days_late: int
    minutes: int | None
    over_minutes: int
    number: int
    of: int
    is_released: bool
    url: str
    billing_url: str
    work_url: str


@dataclass(frozen=True)
class AssignmentGrade:
    """One assignment of one learner, case by case."""

    assignment_id: int
    title: str
    due: str
    rules: str
    mean: str
    marked: int
    cases: Sequence[CaseGrade]

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"assignment-{self.assignment_id}"


@dataclass(frozen=True)
class _Facts:
    """What the marks of a course are computed from, for some of its learners."""

    assignments: Sequence[Assignment]
    cases: Mapping[int, Sequence[tuple[int, str]]]
    tries: Mapping[tuple[int, int, int], Sequence[Tried]]
    released: Collection[int]
    shown: Collection[int]
    claims: Mapping[int, int]
    extended: Mapping[tuple[int, int], Extension]
    now: datetime

    def rules(self, assignment: Assignment, user: int) -> Rules:
        """The rules of an assignment for a learner."""
        extension = self.extended.get((assignment.pk, user))
        return Rules(
            coding_share=assignment.coding_share,
            counts=assignment.counts,
            times=times_of(assignment, extended_to=extension.due_at if extension else None),
            now=self.now,
        )

    def marks(self, assignment: Assignment, user: int) -> dict[int, CaseMark]:
        """What counts for a learner at each case of an assignment."""
        rules = self.rules(assignment, user)
        found = {
            case: case_mark(self.tries.get((user, assignment.pk, case), ()), rules)
            for case, _ in self.cases[assignment.pk]
        }
        return {case: mark for case, mark in found.items() if mark is not None}

    def whole(self, assignment: Assignment, user: int) -> AssignmentMark:
        """A learner's mark for an assignment."""
        listed = [case for case, _ in self.cases[assignment.pk]]
        return assignment_mark(listed, self.marks(assignment, user), self.rules(assignment, user))


def learners_in_order(course: Course) -> QuerySet[Enrolment]:
    """The learners of a course by the name that its staff see."""
    rows = Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
    by = ("pseudonym",) if course.is_blind else ("user__display_name", "user__username")
    return rows.select_related("user").order_by(*by, "pk")


def gradebook_page(
    course: Course, *, now: datetime, number: str | None = None
) -> tuple[Page[Any], Sequence[Assignment], list[GradeRow]]:
    """A page of learners by assignments. Eight queries, whatever the size of the class."""
    page = Paginator(learners_in_order(course), PAGE).get_page(number)
    people = [row.user_id for row in page]
    facts = _facts(course, people, now=now, seen=STAFF_SEE)
    return page, facts.assignments, _rows(course, people, facts)


def gradebook_rows(course: Course, *, now: datetime) -> tuple[Sequence[Assignment], list[GradeRow]]:
    """Every learner by assignments, for an export."""
    people = list(learners_in_order(course).values_list("user_id", flat=True))
    facts = _facts(course, people, now=now, seen=STAFF_SEE)
    return facts.assignments, _rows(course, people, facts)


def skill_rows(
    course: Course, *, now: datetime
) -> tuple[list[str], list[tuple[str, list[Decimal | None]]]]:
    """Every learner by skill: the mean of their marks at the cases that practise it, of coding for
    a coder's skill and of billing for a biller's; the skills that no assigned case has are left
    out. The names of the skills, then a row a learner."""
    people = list(learners_in_order(course).values_list("user_id", flat=True))
    facts = _facts(course, people, now=now, seen=STAFF_SEE)
    names = shown_names(course)
    practised = dict(
        AssignmentCase.objects.filter(assignment__course=course).values_list(
            "case_id", "case__skills"
        )
    )
    coders, billers = skill_names("coder"), skill_names("biller")
    used = {slug for skills in practised.values() for slug in skills}
    listed = [slug for slug in skill_names() if slug in used]
    reached: dict[tuple[int, str], list[Decimal | None]] = defaultdict(list)
    for (user, _, case), tries in facts.tries.items():
        for slug in practised.get(case, ()):
            if slug in coders:
                reached[user, slug] += [one.coding for one in tries if one.codes]
            if slug in billers:
                reached[user, slug] += [one.billing for one in tries if one.bills]
    rows = [
        (names.get(user, ""), [mean_of(reached[user, slug]) for slug in listed]) for user in people
    ]
    return [skill_names()[slug] for slug in listed], rows


def learner_page(
    course: Course, user_id: int, *, now: datetime, seen: Seen
) -> list[AssignmentGrade]:
    """One learner's assignments, case by case; a constant number of queries."""
    facts = _facts(course, [user_id], now=now, seen=seen)
    place = Enrolment.objects.filter(course=course, user=user_id)
    extra = place.values_list("extra_time", flat=True).first()
    return [
        _assignment_grade(facts, row, user_id, course=course, extra=extra or 0, seen=seen)
        for row in facts.assignments
    ]


def _assignment_grade(
    facts: _Facts, row: Assignment, user: int, *, course: Course, extra: int, seen: Seen
) -> AssignmentGrade:
    marks, rules = facts.marks(row, user), facts.rules(row, user)
    whole = facts.whole(row, user)
    limit = minutes_allowed(row.time_limit, extra_percent=extra)
    return AssignmentGrade(
        assignment_id=row.pk,
        title=row.title,
        due=when_text(rules.times.due_at, course.zone),
        rules=_rules_text(row),
        mean=percent_text(whole.mean),
        marked=whole.marked,
        cases=[
            _case_grade(title, marks.get(case), facts, limit=limit, seen=seen)
            for case, title in facts.cases[row.pk]
        ],
    )


def _case_grade(
    title: str, found: CaseMark | None, facts: _Facts, *, limit: int | None, seen: Seen
) -> CaseGrade:
    tried = found.tried if found else None
    minutes = tried.minutes if tried else None
    over = max(0, minutes - limit) if minutes is not None and limit is not None else 0
    is_released = tried is not None and tried.attempt_id in facts.released
    opens = tried is not None and (seen.everything or is_released)
    tells = opens or (tried is not None and tried.attempt_id in facts.shown)
    claim = facts.claims.get(tried.attempt_id) if tried else None
    return CaseGrade(
        case=title,
        attempt_id=tried.attempt_id if tried else None,
        mark=percent_text(found.mark if found else None),
        coding=percent_text(tried.coding if tried and tried.codes else None),
        billing=percent_text(tried.billing if tried and tried.bills else None),
        is_by_hand=tried is not None and tried.is_by_hand,
        days_late=found.days_late if found else 0,
        minutes=minutes,
        over_minutes=over,
        number=found.number if found else 0,
        of=found.of if found else 0,
        is_released=is_released,
        url=reverse("coding:marks", args=[tried.attempt_id]) if tried and tells else "",
        billing_url=reverse("claims:marks", args=[claim]) if claim and opens else "",
        work_url=_work_url(tried, claim) if tried and not seen.everything else "",
    )


def _work_url(tried: Tried, claim: int | None) -> str:
    """The learner's own work: the claim for who bills it, the note and the codes otherwise."""
    is_billed = claim is not None and tried.bills
    name, pk = ("claims:claim", claim) if is_billed else ("coding:workbench", tried.attempt_id)
    return reverse(name, args=[pk])


def _rules_text(row: Assignment) -> str:
    """The rules of the marks in a line."""
    parts = []
    if row.mode == "both":
        parts.append(f"Coding {row.coding_share}%, billing {100 - row.coding_share}%")
    if row.attempts_allowed > 1:
        parts.append(f"{row.attempts_allowed} attempts, {row.get_counts_display().lower()} counts")
    if row.late_rule == "lower":
        parts.append(f"{row.late_percent}% less for each day late")
    return "; ".join(parts)


def _rows(course: Course, people: Sequence[int], facts: _Facts) -> list[GradeRow]:
    names = shown_names(course, people)
    rows = []
    for user in people:
        wholes = [facts.whole(row, user) for row in facts.assignments]
        mean = mean_of([whole.mean for whole in wholes])
        cells = [
            GradeCell(percent_text(whole.mean), whole.mean, whole.marked, whole.cases)
            for whole in wholes
        ]
        rows.append(GradeRow(user, names.get(user, ""), cells, percent_text(mean), mean))
    return rows


def _facts(course: Course, people: Collection[int], *, now: datetime, seen: Seen) -> _Facts:
    assignments = list(Assignment.objects.filter(course=course).order_by("place", "pk"))
    cases: dict[int, list[tuple[int, str]]] = {row.pk: [] for row in assignments}
    for assignment, case, title in AssignmentCase.objects.filter(
        assignment__in=assignments
    ).values_list("assignment_id", "case_id", "case__title"):
        cases[assignment].append((case, title))
    works = _works(course, people)
    return _Facts(
        assignments=assignments,
        cases=cases,
        tries=_tries(works, _desks(course, people), seen=seen),
        released={row["attempt_id"] for row in works if row["attempt__released_at"]},
        shown={row["attempt_id"] for row in works if row["attempt__feedback_at"]},
        claims={row["attempt_id"]: row["claim"] for row in works if row["claim"]},
        extended=extensions_of([row.pk for row in assignments]),
        now=now,
    )


def _works(course: Course, people: Collection[int]) -> list[dict[str, Any]]:
    """The work of these learners with its marks, the oldest first; one query."""
    first_coded = CodingVersion.objects.filter(attempt=OuterRef("attempt"), number=1)
    closed = BillingMark.objects.filter(claim__attempt=OuterRef("attempt"), claim__sequence=1)
    claim = Claim.objects.filter(attempt=OuterRef("attempt"), sequence=1).order_by()
    rows = (
        marked(Work.objects.filter(assignment__course=course, is_preview=False))
        .filter(pk__in=Seat.objects.filter(user__in=people).values("work"))
        .annotate(
            coded_at=Subquery(first_coded.values("created_at")[:1]),
            closed_at=Subquery(closed.order_by("-version").values("created_at")[:1]),
            claim=Subquery(claim.values("pk")[:1]),
        )
        .order_by("pk")
        .values(
            "attempt_id",
            "assignment_id",
            "attempt__case_version__case_id",
            "attempt__created_at",
            "attempt__released_at",
            "attempt__feedback_at",
            "coding_score",
            "billing_score",
            "coding_override",
            "billing_override",
            "coded_at",
            "closed_at",
            "claim",
        )
    )
    return list(rows)


def _desks(course: Course, people: Collection[int]) -> dict[int, dict[int, set[str]]]:
    """The desks at which each of these learners sits, by attempt and user; one query."""
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    seats = Seat.objects.filter(
        user__in=people, work__assignment__course=course, work__is_preview=False
    )
    for attempt, user, desk in seats.values_list("work__attempt_id", "user_id", "desk"):
        found[attempt][user].add(desk)
    return found


def _tries(
    rows: Iterable[dict[str, Any]], desks: Mapping[int, Mapping[int, set[str]]], *, seen: Seen
) -> dict[tuple[int, int, int], list[Tried]]:
    """Each learner's attempts by (learner, assignment, case), from the first to the last."""
    found: dict[tuple[int, int, int], list[Tried]] = defaultdict(list)
    for row in rows:
        shown = seen.everything or row["attempt__released_at"] is not None
        codes_shown = shown or row["attempt__feedback_at"] is not None
        coding = _or(row["coding_override"], row["coding_score"])
        billing = _or(row["billing_override"], row["billing_score"])
        case = row["attempt__case_version__case_id"]
        for user, own in desks[row["attempt_id"]].items():
            codes, bills = "coder" in own, "biller" in own
            by_hand = (codes and row["coding_override"] is not None) or (
                bills and row["billing_override"] is not None
            )
            found[user, row["assignment_id"], case].append(
                Tried(
                    attempt_id=row["attempt_id"],
                    codes=codes,
                    bills=bills,
                    coding=coding if codes_shown else None,
                    billing=billing if shown else None,
                    begun_at=row["attempt__created_at"],
                    done_at=row["closed_at"] if bills else row["coded_at"],
                    is_by_hand=by_hand and codes_shown,
                )
            )
    return found


def _or(by_hand: Decimal | None, automatic: Decimal | None) -> Decimal | None:
    return automatic if by_hand is None else by_hand
