"""Make a class, change it, pause it, end it, and copy it for the next term."""

from django.db import transaction
from django.utils import timezone

from sandbox.accounts.models import User
from sandbox.classroom.models import (
    Assignment,
    AssignmentCase,
    Course,
    CourseKey,
    Enrolment,
    KeptComment,
)
from sandbox.classroom.models.course import EASTERN
from sandbox.classroom.services.people import enrol
from sandbox.classroom.services.permission import MOVE, RUN, require

COPIED = (
    "title", "place", "mode", "partner", "late_rule", "late_percent", "attempts_allowed", "counts",
    "feedback", "key_release", "scrubber", "hints", "audits", "twins", "mess", "shares",
    "coding_share", "time_limit",
)  # fmt: skip
"""What an assignment takes along when it is copied: all but its dates, its people and its work."""


@transaction.atomic
def create_course(
    *, name: str, term: str, instructor: User, time_zone: str = EASTERN, is_blind: bool = False
) -> Course:
    """A new course with its instructor."""
    course = Course.objects.create(name=name, term=term, time_zone=time_zone, is_blind=is_blind)
    enrol(course, user=instructor, role=Enrolment.Role.INSTRUCTOR)
    return course


@transaction.atomic
def change_course(
    course: Course,
    *,
    actor: User,
    name: str,
    term: str,
    time_zone: str,
    is_blind: bool,
    stuck_after: int,
) -> None:
    """What the class is called, its time zone, whether names are hidden, who counts as stuck.
    Times that are set stay the same moments when the time zone changes."""
    require(actor, RUN, course)
    Course.objects.filter(pk=course.pk).update(
        name=name, term=term, time_zone=time_zone, is_blind=is_blind, stuck_after=stuck_after
    )


@transaction.atomic
def archive_course(course: Course, *, actor: User) -> None:
    """End the class: its learners see their work and change nothing, and no list shows it."""
    require(actor, RUN, course)
    Course.objects.filter(pk=course.pk, archived_at=None).update(archived_at=timezone.now())


@transaction.atomic
def restore_course(course: Course, *, actor: User) -> None:
    """Take an archived class up again."""
    require(actor, RUN, course)
    Course.objects.filter(pk=course.pk).update(archived_at=None)


@transaction.atomic
def pause_course(course: Course, *, actor: User) -> None:
    """Stop all work in the class until it goes on; what is typed and not saved stays on the
    learners' pages."""
    require(actor, MOVE, course)
    Course.objects.filter(pk=course.pk, paused_at=None).update(paused_at=timezone.now())


@transaction.atomic
def resume_course(course: Course, *, actor: User) -> None:
    """Let the class go on."""
    require(actor, MOVE, course)
    Course.objects.filter(pk=course.pk).update(paused_at=None)


@transaction.atomic
def copy_course(course: Course, *, actor: User, name: str, term: str) -> Course:
    """The same class for another term: its settings, assignments with their cases, mended keys and
    kept comments, without people, dates or work. The actor is its instructor."""
    require(actor, RUN, course)
    new = create_course(
        name=name,
        term=term,
        instructor=actor,
        time_zone=course.time_zone,
        is_blind=course.is_blind,
    )
    for assignment in course.assignments.all():
        _copy_into(assignment, new, title=assignment.title, place=assignment.place)
    CourseKey.objects.bulk_create(
        CourseKey(course=new, case_id=key.case_id, case_version_id=key.case_version_id)
        for key in course.keys.all()
    )
    KeptComment.objects.bulk_create(
        KeptComment(course=new, text=kept.text) for kept in course.kept_comments.all()
    )
    return new


@transaction.atomic
def copy_assignment(assignment: Assignment, *, actor: User) -> Assignment:
    """The same assignment once more, after all others, without dates, people and work."""
    require(actor, RUN, assignment.course)
    last = assignment.course.assignments.order_by("-place").first()
    place = (last.place if last else 0) + 1
    title = f"{assignment.title} (copy)"[:120]
    return _copy_into(assignment, assignment.course, title=title, place=place)


def _copy_into(assignment: Assignment, course: Course, *, title: str, place: int) -> Assignment:
    kept = {name: getattr(assignment, name) for name in COPIED}
    new = Assignment.objects.create(course=course, **kept | {"title": title, "place": place})
    AssignmentCase.objects.bulk_create(
        AssignmentCase(assignment=new, case_id=row.case_id, place=row.place)
        for row in assignment.assigned_cases.all()
    )
    return new
