"""Three classes and somebody who practises alone: everything that an address may be about, owned by
different people, and everybody who might come by."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from claims.models import Claim
from claims.models.comment import BoxComment
from claims.services.commenting import comment_box
from coding.models import Attempt, Challenge, MarkChange, PassageComment
from coding.queries import note_passages
from coding.services import comment_passage, release_marks
from sandbox.accounts.models import User
from sandbox.authoring.models import DraftCase
from sandbox.authoring.services import begin_draft, publish_draft, save_draft_case
from sandbox.authoring.template import new_case
from sandbox.classroom.keys import apply_key, version_for
from sandbox.classroom.models import (
    Assignment,
    ClassMove,
    Course,
    CourseRemarking,
    Enrolment,
    JoinCode,
    KeptComment,
    Notice,
    Work,
)
from sandbox.classroom.player import Goal, play
from sandbox.classroom.roster import Entry
from sandbox.classroom.services import (
    copy_assignment,
    enrol,
    extend_for,
    keep_comment,
    make_join_code,
    start_assigned,
    take_roster,
    tell_class,
)
from sandbox.factories import AssignmentFactory
from tests.factories import DEFAULT_CASE, make_case, make_course, make_practice, make_user

SECOND_CASE = "strep-throat-age-8"
VISITORS = (
    "nobody", "gone", "outsider", "alone", "coder", "biller", "classmate", "former", "instructor",
    "assistant", "other instructor",
)  # fmt: skip
"""Nobody is signed in; `gone` was, and the account is closed since; `former` has left the class;
`other instructor` runs another class. The rest are what they are called."""

LEARNERS = frozenset({"coder", "biller", "classmate"})


@dataclass(frozen=True)
class Group:
    """A class with one of everything: a pair's case that is billed and marked, a `fresh` one that
    is being coded, one that is `coded` and not marked, one that no other class has set (`only`),
    and whatever the class's staff have made; the second class's move of its calendars is done."""

    course: Course
    teacher: User
    work: Work
    fresh: Work
    coded: Work
    only: Work
    spare: Assignment
    run: CourseRemarking
    change: MarkChange
    challenge: Challenge
    notice: Notice
    moving: ClassMove
    code: JoinCode
    kept: KeptComment
    learner: Enrolment
    newcomer: Enrolment
    rostered: Enrolment
    draft: DraftCase
    passage_comment: PassageComment
    box_comment: BoxComment

    @property
    def assignment(self) -> Assignment:
        """The one whose case the pair has billed."""
        assert self.work.assignment is not None
        return self.work.assignment


@dataclass(frozen=True)
class World:
    """`ours` is the class that the visitors are named after, `second` another of the same people's,
    `foreign` one with which only the other instructor has to do; `own` is the practice of one who
    works alone, billed and marked, and `own_fresh` what they are coding."""

    ours: Group
    second: Group
    foreign: Group
    own: Work
    own_fresh: Work
    people: Mapping[str, User]

    def client(self, visitor: str) -> Client:
        """A browser of the visitor's."""
        client = Client()
        if visitor != "nobody":
            client.force_login(
                self.people[visitor], backend="django.contrib.auth.backends.ModelBackend"
            )
        return client


def build_world() -> World:
    """Everybody and everything, made through the services."""
    names = [name for name in VISITORS if name != "nobody"]
    people = {name: make_user(name.replace(" ", "-")) for name in names}
    coder, biller, teacher = (people[name] for name in ("coder", "biller", "instructor"))
    ours = _group("ours", coder, biller, teacher)
    for name, role in (
        ("classmate", Enrolment.Role.LEARNER),
        ("assistant", Enrolment.Role.ASSISTANT),
        ("former", Enrolment.Role.FORMER),
    ):
        enrol(ours.course, user=people[name], role=role)
    User.objects.filter(pk=people["gone"].pk).update(is_active=False)
    own = make_practice(people["alone"], DEFAULT_CASE)
    play(own, goal=Goal.BILLED)
    own_fresh = make_practice(people["alone"], SECOND_CASE)
    play(own_fresh, goal=Goal.CODING)
    return World(
        ours=ours,
        second=_group("second", coder, biller, teacher),
        foreign=_group(
            "foreign", make_user("far-coder"), make_user("far-biller"), people["other instructor"]
        ),
        own=own,
        own_fresh=own_fresh,
        people=people,
    )


def _group(name: str, coder: User, biller: User, teacher: User) -> Group:
    course = make_course(coder, biller, instructor=teacher)
    work = _work(course, coder, biller, DEFAULT_CASE, goal=Goal.BILLED, slips=True)
    fresh = _work(course, coder, biller, SECOND_CASE, goal=Goal.CODING)
    coded = _work(course, coder, biller, DEFAULT_CASE, goal=Goal.CODED)
    assert work.assignment is not None
    assert fresh.assignment is not None
    run, change, challenge = _remarked(course, work, teacher, coder)
    take_roster(course, actor=teacher, entries=[Entry(f"{name}-rostered", "Rostered", "learner")])
    due = timezone.now() + timedelta(days=30)
    extend_for(
        work.assignment, actor=teacher, user=coder, due_at=due, more_attempts=1, reason="Was ill."
    )
    attempt = Attempt.objects.get(pk=work.attempt_id)
    release_marks(attempt.pk, actor=teacher)
    claim = attempt.claims.get()
    draft = begin_draft(teacher, source=new_case(slug=f"{name}-case"))
    written = publish_draft(draft).case
    source = draft.source.replace("title: ", "title: Another ")
    draft = save_draft_case(draft, source=source, expected_version=1)
    kept = keep_comment(course, actor=teacher, text=f"Kept in {name}.")
    assert kept is not None
    comment_passage(attempt.pk, actor=teacher, quote=note_passages(attempt)[0], text="Look here.")
    comment_box(claim, actor=teacher, field="member_id", text="And here.")
    newcomer = make_user(f"{name}-newcomer")
    move = ClassMove.objects.create(course=course, step="day", total=1, made_by=teacher)
    move.waiting.set([attempt] if name != "second" else [])
    return Group(
        course=course,
        teacher=teacher,
        work=work,
        fresh=fresh,
        coded=coded,
        only=_work(course, coder, biller, written.slug, goal=Goal.CODING),
        spare=copy_assignment(work.assignment, actor=teacher),
        run=run,
        change=change,
        challenge=challenge,
        notice=tell_class(course, actor=teacher, text=f"Told to {name}."),
        moving=move,
        code=make_join_code(course, actor=teacher, days=30),
        kept=kept,
        learner=course.enrolments.get(user=coder),
        newcomer=enrol(course, user=newcomer, role=Enrolment.Role.LEARNER),
        rostered=course.enrolments.get(user__username=f"{name}-rostered"),
        draft=draft,
        passage_comment=PassageComment.objects.get(attempt=attempt),
        box_comment=BoxComment.objects.get(claim=claim),
    )


def _work(
    course: Course, coder: User, biller: User, slug: str, *, goal: Goal, slips: bool = False
) -> Work:
    case = make_case(slug)
    assignment = AssignmentFactory(course=course, cases=[case])
    work = start_assigned(assignment, case=case, seats={"coder": coder, "biller": biller})
    play(work, goal=goal, slip=work.attempt.parsed().pitfalls[0] if slips else None)
    Attempt.objects.filter(pk=work.attempt_id).update(hints_allowed=True)
    return work


def _remarked(
    course: Course, work: Work, teacher: User, coder: User
) -> tuple[CourseRemarking, MarkChange, Challenge]:
    """The class's key mended, and a challenge that waits."""
    base = version_for(course, Attempt.objects.get(pk=work.attempt_id).case_version.case)
    key = base.parsed().key
    run = apply_key(
        course, base=base, key=key, actor=teacher, reason="Looked at again.", never_lower=True
    )
    change = run.remarking.changes.first()
    assert change is not None
    challenge = Challenge.objects.create(
        coding_version=change.coding_version, made_by=coder, category="omitted"
    )
    return run, change, challenge


def claim_of(work: Work) -> Claim:
    """The first payer's claim of a piece of work."""
    return Claim.objects.get(attempt=work.attempt_id, sequence=1)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
