"""Classes at work, made through the services: the demo class and classes of any size."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from coding.cases import Pitfall
from coding.models import Case
from sandbox.accounts.models import User
from sandbox.classroom.cloning import Copy, copy_work
from sandbox.classroom.demo import (
    DEMO_COURSE,
    DEMO_PASSWORD,
    INSTRUCTOR,
    LEARNERS,
    Person,
)
from sandbox.classroom.models import Assignment, Course, Enrolment, Seat
from sandbox.classroom.names import new_pseudonym
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import enrol, start_assigned
from sandbox.factories import AssignmentFactory, CourseFactory, UserFactory

Progress = Callable[[int, int], None]


class CasesMissing(LookupError):
    """A case that a scene plays is not loaded."""


@dataclass(frozen=True)
class Scene:
    """What one learner of the demo class has done: a case, how far, with which slip if any.

    `slip` counts the case's pitfalls from 1; 0 is none. `partner` sits at the biller's desk.
    """

    learner: str
    case: str
    goal: Goal
    slip: int = 0
    partner: str = ""


SCENES = (
    Scene("ash", "strep-throat-age-8", Goal.CODING),
    Scene("birch", "uti-e-coli", Goal.CODED, partner="cedar"),
    Scene("birch", "knee-injection-diabetes", Goal.OPENED, slip=1, partner="cedar"),
    Scene("birch", "strep-throat-age-8", Goal.POSTED, partner="cedar"),
    Scene("elm", "strep-throat-age-8", Goal.ANSWERED, slip=1),
    Scene("elm", "uti-e-coli", Goal.SENT),
    Scene("elm", "colles-fracture-first-visit", Goal.ANSWERED, slip=1),
    Scene("fir", "opioid-use-visit", Goal.ANSWERED, slip=1),
    Scene("fir", "knee-injection-diabetes", Goal.ANSWERED, slip=5),
    Scene("fir", "strep-throat-age-8", Goal.CLOSED, slip=3),
    Scene("hazel", "uti-e-coli", Goal.CORRECTING, slip=1),
    Scene("hazel", "strep-throat-age-8", Goal.CLOSED),
    Scene("larch", "strep-throat-age-8", Goal.ANSWERED),
    Scene("larch", "uti-e-coli", Goal.BILLED),
    Scene("rowan", "strep-throat-age-8", Goal.CLOSED),
    Scene("rowan", "uti-e-coli", Goal.CLOSED, slip=1),
    Scene("rowan", "knee-injection-diabetes", Goal.CLOSED),
    Scene("rowan", "opioid-use-visit", Goal.CLOSED, slip=1),
)


def find_demo_course() -> Course | None:
    """The demo class, if it was made before."""
    return Course.objects.filter(name=DEMO_COURSE).first()


@transaction.atomic
def seed_demo(progress: Progress) -> Course:
    """The demo class: eight learners in different stages of a few cases. Raises CasesMissing."""
    cases = _demo_cases()
    people = {person.username: _sign_in(person) for person in (INSTRUCTOR, *LEARNERS)}
    course = CourseFactory.create(name=DEMO_COURSE, term="", instructor=people[INSTRUCTOR.username])
    for person in LEARNERS:
        enrol(course, user=people[person.username], role=Enrolment.Role.LEARNER)
    assignment = AssignmentFactory.create(
        course=course, title="Week 1: from note to payment", cases=cases.values()
    )
    for number, scene in enumerate(SCENES, start=1):
        _play_scene(scene, assignment=assignment, case=cases[scene.case], people=people)
        progress(number, len(SCENES))
    return course


PLAYED = 8
"""So many different ways through a case are played; the rest of a class are copies of them."""


def seed_class(*, learners: int, cases: int, seed: int, progress: Progress) -> Course:
    """A class of `learners`, each somewhere in `cases` cases; the same seed, the same class.

    More cases than there are make several assignments. Some ways through each case are played
    through the services, and copied for the others: a class of 300 at 40 cases is 12,000 attempts.
    """
    dice = random.Random(seed)
    course, people, assignments = _empty_class(learners, cases)
    begun = 0
    for assignment in assignments:
        for case in assignment.listed_cases():
            with transaction.atomic():
                _fill_case(assignment, case, people, dice)
            begun += 1
            progress(begun, cases)
    _tell_the_planner()
    return course


def _tell_the_planner() -> None:
    """PostgreSQL plans by what it knows of its tables: it is told of so many new rows at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@transaction.atomic
def _empty_class(learners: int, cases: int) -> tuple[Course, list[User], list[Assignment]]:
    """The class with its people and its assignments."""
    number = Course.objects.count() + 1
    course = CourseFactory.create(
        name=f"Class {number}", instructor=UserFactory.create(username=f"teacher{number}")
    )
    password = make_password("password")
    people = User.objects.bulk_create(
        User(
            username=f"class{number}-learner{index}",
            display_name=f"Learner {index:03}",
            password=password,
        )
        for index in range(1, learners + 1)
    )
    names = list(course.enrolments.values_list("pseudonym", flat=True))
    for _ in people:
        names.append(new_pseudonym(names))
    Enrolment.objects.bulk_create(
        Enrolment(course=course, user=user, pseudonym=name)
        for user, name in zip(people, names[-learners:], strict=True)
    )
    listed = list(Case.objects.filter(is_listed=True))
    assignments: list[Assignment] = []
    while cases > 0:
        title = f"Week {len(assignments) + 1}"
        assignments.append(
            AssignmentFactory.create(course=course, title=title, cases=listed[:cases])
        )
        cases -= len(listed)
    return course, people, assignments


def _fill_case(
    assignment: Assignment, case: Case, people: Sequence[User], dice: random.Random
) -> None:
    """Every learner somewhere in the case: the first few played, the others copies."""
    pitfalls, played = _pitfalls(case), []
    for user in people[:PLAYED]:
        seats = dict.fromkeys(Seat.Desk.values, user)
        work = start_assigned(assignment, case=case, seats=seats)
        slip = dice.choice(pitfalls) if pitfalls and dice.random() < 0.4 else None
        play(work, goal=dice.choice(list(Goal)), slip=slip)
        played.append((work.attempt_id, user.pk))
    copies = []
    for user in people[PLAYED:]:
        attempt_id, first = dice.choice(played)
        copies.append(Copy(attempt_id, {first: user.pk}, assignment.pk))
    if copies:
        copy_work(copies)


def _demo_cases() -> dict[str, Case]:
    """The cases of the scenes, by slug."""
    slugs = {scene.case for scene in SCENES}
    cases = {case.slug: case for case in Case.objects.filter(slug__in=slugs, is_listed=True)}
    if missing := sorted(slugs - cases.keys()):
        raise CasesMissing(f"The demo class needs cases that are not loaded: {', '.join(missing)}.")
    return cases


def _play_scene(
    scene: Scene, *, assignment: Assignment, case: Case, people: dict[str, User]
) -> None:
    seats = {
        Seat.Desk.CODER.value: people[scene.learner],
        Seat.Desk.BILLER.value: people[scene.partner or scene.learner],
    }
    work = start_assigned(assignment, case=case, seats=seats)
    slip = _pitfalls(case)[scene.slip - 1] if scene.slip else None
    play(work, goal=scene.goal, slip=slip)


def _pitfalls(case: Case) -> Sequence[Pitfall]:
    return case.newest().parsed().pitfalls


def _sign_in(person: Person) -> User:
    return UserFactory.create(
        username=person.username, display_name=person.name, password=DEMO_PASSWORD
    )
