"""People, cases and work for tests. Every state is reached through the services."""

from django.conf import settings
from django.core.management import call_command

from coding.models import Case
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Enrolment, Seat, Work
from sandbox.classroom.services import enrol, start_assigned, start_practice
from sandbox.factories import AssignmentFactory, CourseFactory, UserFactory

DEFAULT_CASE = "uti-e-coli"


def make_user(username: str = "ada", **kwargs: str) -> User:
    """A person who can sign in; the same name gives the same person."""
    return UserFactory(username=username, **kwargs)


def make_case(slug: str = DEFAULT_CASE) -> Case:
    """A case of the library, loaded the first time it is asked for."""
    found = Case.objects.filter(slug=slug).first()
    if found is None:
        call_command("load_cases", str(settings.CASES_DIR / f"{slug}.md"), quiet=True)
        found = Case.objects.get(slug=slug)
    return found


def make_practice(user: User | None = None, slug: str = DEFAULT_CASE) -> Work:
    """A learner alone at both desks."""
    return start_practice(user or make_user(), case=make_case(slug))


def make_course(*learners: User, instructor: User | None = None) -> Course:
    """A course with an instructor (`teacher` unless given) and these learners."""
    course = CourseFactory(instructor=instructor or make_user("teacher"))
    for learner in learners:
        enrol(course, user=learner, role=Enrolment.Role.LEARNER)
    return course


def make_pair(
    coder: User | None = None,
    biller: User | None = None,
    *,
    slug: str = DEFAULT_CASE,
    course: Course | None = None,
) -> Work:
    """A pair in a course: one at the coder's desk, one at the biller's."""
    coder, biller = coder or make_user("coder"), biller or make_user("biller")
    course = course or make_course(coder, biller)
    case = make_case(slug)
    assignment = AssignmentFactory(course=course, cases=[case])
    seats = {Seat.Desk.CODER.value: coder, Seat.Desk.BILLER.value: biller}
    return start_assigned(assignment, case=case, seats=seats)
