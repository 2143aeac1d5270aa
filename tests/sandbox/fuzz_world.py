"""A pair's billed case in a class, the teacher's pages of it, and everybody's browser: what the
forms are read from."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coding.models import Attempt, Challenge
from coding.services import release_marks
from sandbox.accounts.models import User
from sandbox.authoring.services import begin_draft
from sandbox.authoring.template import new_case
from sandbox.classroom.keys import apply_key, version_for
from sandbox.classroom.models import ClassMove, Course, Enrolment, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.roster import Entry
from sandbox.classroom.services import copy_assignment, enrol, take_roster, tell_class
from tests.factories import make_course, make_pair, make_user

VISITORS = ("nobody", "coder", "biller", "teacher")


@dataclass(frozen=True)
class World:
    """A pair's closed case in a course: what stands in each address, and everybody's browser."""

    work: Work
    arguments: dict[str, list[object]]
    clients: dict[str, Client]


def build_world() -> World:
    """The pair has played its case to the statement, and its marks are released."""
    coder, biller, teacher = make_user("coder"), make_user("biller"), make_user("teacher")
    work = make_pair(coder, biller, course=make_course(coder, biller, instructor=teacher))
    play(work, goal=Goal.BILLED)
    clients = dict(zip(VISITORS, map(_client, (None, coder, biller, teacher)), strict=True))
    arguments = _arguments(work)
    release_marks(work.attempt_id, actor=teacher)
    return World(work, arguments, clients)


def _client(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _arguments(work: Work) -> dict[str, list[object]]:
    """What stands in the addresses of the pair's objects, by address."""
    attempt = Attempt.objects.get(pk=work.attempt_id)
    claim, course = attempt.claims.get(), work.assignment.course_id
    numbered = {"claims:submission", "claims:statement", "claims:statement_pdf"}
    given: dict[str, list[object]] = {
        name: [claim.pk, 1] if name in numbered else [claim.pk]
        for name in addresses() - {"claims:try"}
        if name.startswith("claims:")
    }
    given |= {name: [attempt.pk] for name in addresses() if name.startswith("coding:")}
    given |= {
        "coding:codes": [],
        "coding:search": [],
        "coding:compare": [],
        "coding:code": ["icd10cm", "N39.0"],
        "claims:open": [attempt.pk],
        "claims:calendar": [attempt.pk],
        "claims:worth": [attempt.pk],
        "classroom:course": [course],
        "classroom:course_books": [course],
        "classroom:release": [course],
        **_remarked(work),
        **_class_pages(work),
        **_draft_pages(),
        "practice:start": [attempt.case_version.case.slug],
        "practice:audit": [attempt.case_version.case.slug],
        "coding:keep": ["icd10cm", "N39.0"],
        "classroom:start": [work.assignment_id, attempt.case_version.case_id],
    }
    return given


def _class_pages(work: Work) -> dict[str, list[object]]:
    """The addresses of the class, of its people and of its assignments."""
    assert work.assignment is not None
    course, teacher = work.assignment.course, make_user("teacher")
    pk, case = course.pk, work.attempt.case_version.case_id
    learner = course.enrolments.get(user__username="coder")
    newcomer = enrol(course, user=make_user("newcomer"), role=Enrolment.Role.LEARNER)
    spare = copy_assignment(work.assignment, actor=teacher)
    notice = tell_class(course, actor=teacher, text="Look at your remittances.")
    moving = ClassMove.objects.create(course=course, step="day", total=0, made_by=teacher)
    of_course = (
        "board", "attempts", "figures", "settings", "people", "roster", "assignments",
        "new_assignment", "marking", "gradebook", "export", "log", "copy", "archive", "pause",
        "misses", "behind", "tell", "move", "join_code", "pseudonyms", "kept_comments",
    )  # fmt: skip
    of_assignment = ("assignment", "extend", "pairs", "order", "copy_assignment")
    return {
        **{f"classroom:{name}": [pk] for name in of_course},
        **{f"classroom:{name}": [work.assignment_id] for name in of_assignment},
        "classroom:delete_assignment": [spare.pk],
        "classroom:preview": [work.assignment_id, case],
        "classroom:person": [pk, learner.pk],
        "classroom:remove_person": [pk, newcomer.pk],
        "classroom:password": [pk, _roster_account(course, teacher)],
        "classroom:learner_marks": [pk, learner.user_id],
        "classroom:moving": [pk, moving.pk],
        "classroom:read_notice": [notice.pk],
        "classroom:say": [work.attempt_id],
    }


def _draft_pages() -> dict[str, list[object]]:
    """The addresses of a case that the teacher writes."""
    pk = begin_draft(make_user("teacher"), source=new_case(slug="own-case")).pk
    names = ("edit", "export", "saves", "preview", "publish", "trial", "delete")
    return {f"authoring:{name}": [pk] for name in names} | {"authoring:save": [pk, 1]}


def _roster_account(course: Course, teacher: User) -> int:
    """Somebody whose account the class's roster made."""
    take_roster(course, actor=teacher, entries=[Entry("rostered", "Rostered", "learner")])
    return course.enrolments.get(user__username="rostered").pk


def _remarked(work: Work) -> dict[str, list[object]]:
    """The addresses of a key that the course mended, and of what came of it."""
    assert work.assignment is not None
    course, case = work.assignment.course, work.attempt.case_version.case
    base = version_for(course, case)
    run = apply_key(
        course,
        base=base,
        key=base.parsed().key,
        actor=make_user("teacher"),
        reason="Looked at again.",
        never_lower=True,
    )
    change = run.remarking.changes.first()
    assert change is not None
    challenge = Challenge.objects.create(
        coding_version=change.coding_version, made_by=make_user("coder"), category="omitted"
    )
    return {
        "classroom:keys": [course.pk],
        "classroom:key": [course.pk, case.pk],
        "classroom:remarking": [course.pk, run.pk],
        "classroom:remark": [course.pk, run.pk],
        "coding:seen": [work.attempt_id, change.pk],
        "coding:decision_seen": [work.attempt_id, challenge.pk],
        "classroom:challenges": [course.pk],
        "classroom:remarkings": [course.pk],
        "classroom:accept": [work.attempt_id],
        "classroom:weights": [work.assignment_id],
        "classroom:decide": [course.pk, challenge.pk],
    }


def addresses() -> set[str]:
    """The names of all addresses, from the URL conf itself."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"
