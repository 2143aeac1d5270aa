"""Every address, every kind of visitor, every method: who is let in, and who is not even told.

A new address that is not listed here fails the test.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coding.models import Attempt, Challenge
from sandbox.accounts.models import User
from sandbox.authoring.services import begin_draft
from sandbox.authoring.template import new_case
from sandbox.classroom.keys import apply_key, version_for
from sandbox.classroom.models import ClassMove, Course, Enrolment, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.roster import Entry
from sandbox.classroom.services import copy_assignment, enrol, take_roster, tell_class
from tests.factories import make_course, make_pair, make_practice, make_user

OPEN, SIGN_IN, HIDDEN, FORBIDDEN, WRONG_METHOD = "open", "sign in", 404, 403, 405
VISITORS = ("nobody", "outsider", "coder", "biller", "teacher", "other teacher")
SEES = {"coder", "biller", "teacher"}

PUBLIC = {"home", "glossary", "health", "health_live", "login", "sign_up"}
"""Pages for everyone, signed in or not."""

OWN = {
    "dashboard", "practice:home", "practice:path", "account", "own_data",
    "classroom:coder", "classroom:biller", "classroom:biller_books",
    "classroom:join", "classroom:own_marks", "classroom:told",
    "coding:codes", "coding:code", "coding:search", "coding:compare", "claims:try",
}  # fmt: skip
"""Pages for everyone who is signed in; each shows only one's own things."""

STAFF = {
    "classroom:instructor": {"teacher", "other teacher"},
    "classroom:new_course": {"teacher", "other teacher"},
    "authoring:cases": {"teacher", "other teacher"},
    "practice:syllabus": {"teacher", "other teacher"},
}
"""Pages for people who run a course; others are forbidden, for there is nothing to hide."""

READ = {
    "coding:workbench": SEES, "coding:marks": SEES, "claims:claim": SEES,
    "claims:lifecycle": SEES, "claims:submission": SEES, "claims:statement": SEES,
    "claims:statement_pdf": SEES, "claims:marks": SEES, "claims:worth": SEES,
    "claims:reconciliation": SEES,
    "classroom:course": {"teacher"}, "classroom:course_books": {"teacher"},
    "classroom:keys": {"teacher"}, "classroom:key": {"teacher"},
    "classroom:remarking": {"teacher"}, "classroom:challenges": {"teacher"},
    "classroom:weights": {"teacher"}, "classroom:remarkings": {"teacher"},
    "authoring:edit": {"teacher"}, "authoring:export": {"teacher"},
    "authoring:saves": {"teacher"}, "authoring:save": {"teacher"},
    "classroom:accept": {"teacher"},
    **{f"classroom:{name}": {"teacher"} for name in (
        "board", "attempts", "figures", "settings", "moving", "people", "roster", "person",
        "assignments", "new_assignment", "assignment", "extend", "pairs", "marking", "gradebook",
        "export", "learner_marks", "log", "misses", "behind",
    )},
}  # fmt: skip
"""Pages about an object, and who may see them; for all others the object does not exist."""

BILLER = {
    "claims:open", "claims:boxes", "claims:take_codes", "claims:return_codes",
    "claims:check_coverage", "claims:ask_status", "claims:authorization", "claims:submit",
    "claims:diagnose", "claims:bill_line", "claims:bill_next_payer",
    "claims:resubmit",
    "claims:send_information", "claims:open_correction", "claims:cancel_correction",
    "claims:appeal", "claims:void", "claims:post", "claims:bill_patient",
    "claims:post_lines", "claims:refund", "claims:payment_plan", "claims:collections",
}  # fmt: skip
WRITE = {
    **{key: {"biller"} for key in BILLER},
    "claims:write_off": {"biller", "teacher"},
    "claims:reopen": {"teacher"},
    "claims:scrubber": {"teacher"},
    "claims:comment": {"teacher"},
    **{
        f"classroom:{name}": {"teacher"}
        for name in (
            "copy",
            "archive",
            "pause",
            "tell",
            "move",
            "join_code",
            "pseudonyms",
            "remove_person",
            "password",
            "order",
            "copy_assignment",
            "delete_assignment",
            "preview",
            "kept_comments",
        )
    },
    **{f"authoring:{name}": {"teacher"} for name in ("preview", "publish", "trial", "delete")},
    "classroom:say": SEES,
    "classroom:read_notice": {"coder", "biller"},
    "claims:posting_mode": {"teacher"},
    "claims:approve_write_off": {"teacher"},
    "claims:refuse_write_off": {"teacher"},
    "claims:calendar": {"coder", "biller", "teacher"},
    "coding:release": {"teacher"},
    "coding:comment": {"teacher"},
    "coding:seen": SEES,
    "coding:decision_seen": {"coder"},
    "classroom:decide": {"teacher"},
    "classroom:remark": {"teacher"},
    "classroom:release": {"teacher"},
    "classroom:start": {"coder", "biller"},
}
"""Moves on an object, by who may make them. Who sees the object but may not is forbidden."""

UNSEEN = {name for name in WRITE if name.startswith(("classroom:", "authoring:"))}
"""Moves on an object that only those who may move it can see."""


ENDING = {
    "authoring:delete", "classroom:pause", "classroom:archive", "classroom:remove_person",
}  # fmt: skip
"""Moves after which others cannot be made: tried last."""


@dataclass(frozen=True)
class World:
    """A pair's closed case in one course, and everybody who might come by."""

    work: Work
    arguments: dict[str, list[object]]
    clients: dict[str, Client]


@pytest.fixture
def world(db: None) -> World:
    """The pair has played its case to the statement; other people have nothing to do with it."""
    coder, biller, teacher = make_user("coder"), make_user("biller"), make_user("teacher")
    make_course(make_user("stranger"), instructor=make_user("other"))
    work = make_pair(coder, biller, course=make_course(coder, biller, instructor=teacher))
    play(work, goal=Goal.BILLED)
    outsider = make_user("outsider")
    make_practice(outsider)
    people = [None, outsider, coder, biller, teacher, make_user("other")]
    clients = dict(zip(VISITORS, map(_client, people), strict=True))
    return World(work, _arguments(work), clients)


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
        for name in {*READ, *WRITE}
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


def outcome(client: Client, method: str, url: str) -> object:
    """What the visitor meets, in the words of this module."""
    response = getattr(client, method)(url)
    assert response.status_code < 500, f"{method} {url}: {response.status_code}"
    if response.status_code == 302 and reverse("login") in response.url:
        return SIGN_IN
    refusals = {HIDDEN, FORBIDDEN, WRONG_METHOD}
    return response.status_code if response.status_code in refusals else OPEN


def coder_moves() -> set[str]:
    """Every address of the coder's desk that changes something."""
    return {
        name
        for name in addresses()
        if name.startswith("coding:") and name not in {*OWN, *READ, *WRITE, "coding:keep"}
    }


def test_every_address_is_listed() -> None:
    listed = {*PUBLIC, *OWN, *STAFF, *READ, *WRITE, *coder_moves()}
    listed |= {"logout", "practice:start", "practice:audit", "coding:keep", "styleguide", "erase"}
    assert addresses() - listed == set()
    assert listed - addresses() <= {"styleguide"}


def test_public_pages_are_open_to_all(world: World) -> None:
    for name in PUBLIC:
        for visitor, client in world.clients.items():
            assert outcome(client, "get", reverse(name)) == OPEN, (name, visitor)


def test_own_pages_are_open_to_who_is_signed_in(world: World) -> None:
    for name in OWN:
        url = reverse(name, args=world.arguments.get(name, []))
        met = {visitor: outcome(client, "get", url) for visitor, client in world.clients.items()}
        assert met == {v: SIGN_IN if v == "nobody" else OPEN for v in VISITORS}, name


def test_staff_pages_are_for_staff(world: World) -> None:
    for name, allowed in STAFF.items():
        met = {v: outcome(client, "get", reverse(name)) for v, client in world.clients.items()}
        wanted = {v: OPEN if v in allowed else FORBIDDEN for v in VISITORS}
        assert met == wanted | {"nobody": SIGN_IN}, name


def test_objects_of_others_do_not_exist(world: World) -> None:
    for name, allowed in READ.items():
        url = reverse(name, args=world.arguments[name])
        met = {v: outcome(client, "get", url) for v, client in world.clients.items()}
        wanted = {v: OPEN if v in allowed else HIDDEN for v in VISITORS}
        assert met == wanted | {"nobody": SIGN_IN}, name


def test_moves_are_for_their_desk(world: World) -> None:
    moves = {**WRITE, **{key: {"coder"} for key in coder_moves()}}
    for name, allowed in sorted(moves.items(), key=lambda move: move[0] in ENDING):
        url = reverse(name, args=world.arguments[name])
        sees = allowed if name in UNSEEN else SEES
        for visitor in VISITORS:
            refused: object = FORBIDDEN if visitor in sees else HIDDEN
            wanted = OPEN if visitor in allowed else refused
            if visitor == "nobody":
                wanted = SIGN_IN
            met = outcome(world.clients[visitor], "post", url)
            assert met == wanted, (name, visitor, met)


def test_moves_are_made_by_post_only(world: World) -> None:
    for name, allowed in WRITE.items():
        client = world.clients[min(allowed)]
        url = reverse(name, args=world.arguments[name])
        for method in ("get", "put", "delete"):
            assert outcome(client, method, url) == WRONG_METHOD, (name, method)


def test_objects_that_are_not_there_are_not_found(world: World) -> None:
    for name in {**READ, **WRITE}:
        args = [10**9 if isinstance(value, int) else value for value in world.arguments[name]]
        method = "get" if name in READ else "post"
        assert outcome(world.clients["teacher"], method, reverse(name, args=args)) == HIDDEN, name


AIDE_READS = {name for name, allowed in READ.items() if allowed == SEES} | {
    "classroom:course_books",
    *(f"classroom:{name}" for name in (
        "course", "board", "attempts", "figures", "assignments", "marking", "gradebook", "export",
        "learner_marks", "log", "misses", "behind",
    )),
}  # fmt: skip
"""What an assistant of the class may look at; the rest of it is forbidden to them."""

AIDE_WRITES = {"coding:comment", "coding:seen", "claims:comment", "classroom:kept_comments",
               "classroom:say"}  # fmt: skip


def test_assistant_looks_and_marks_and_runs_nothing(world: World) -> None:
    assert world.work.assignment is not None
    enrol(world.work.assignment.course, user=make_user("aide"), role=Enrolment.Role.ASSISTANT)
    aide = _client(make_user("aide"))
    for name in READ:
        met = outcome(aide, "get", reverse(name, args=world.arguments[name]))
        refused = HIDDEN if name.startswith("authoring:") or name == "classroom:accept" else 403
        assert met == (OPEN if name in AIDE_READS else refused), name
    for name in WRITE:
        met = outcome(aide, "post", reverse(name, args=world.arguments[name]))
        hidden = name.startswith("authoring:") or name in {
            "classroom:start", "classroom:read_notice",
        }  # fmt: skip
        refused = HIDDEN if hidden else FORBIDDEN
        assert met == (OPEN if name in AIDE_WRITES else refused), name
