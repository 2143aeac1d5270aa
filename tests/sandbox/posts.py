"""A valid body for every address that takes a post, and who sends it.

The steps of a claim that want a claim of their own to be ready for them stand in
`tests/claims/doors.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.queries.trial import examples
from coding.key_form import KeyForm
from coding.models import Attempt, Mark
from coding.queries import note_passages
from sandbox.authoring.template import new_case
from sandbox.classroom.forms import AssignmentForm, CourseForm, WeightsForm
from sandbox.classroom.keys import version_for
from sandbox.classroom.models import Work
from sandbox.classroom.queries.assignments import cases_to_set
from sandbox.classroom.queries.people import learners_of
from tests.claims.doors import DOORS as CLAIM_STEPS
from tests.claims.pages import step
from tests.coding.desk import ROWS
from tests.sandbox.classroom_pages import filled_in
from tests.sandbox.world import Group, World, claim_of

Data = Mapping[str, Any]
PASSWORD = "Wading-heron-42"


@dataclass(frozen=True)
class Post:
    """What is sent to an address by whom, about a thing `of` which class. `takes` are names that
    the address reads and that are not sent here; nothing else that is sent may do anything.
    `chance` are columns (`Model.column`) in which it puts a new random value each time."""

    name: str
    who: str
    data: Callable[[Group], Data] = lambda group: {}
    takes: frozenset[str] = frozenset()
    chance: frozenset[str] = frozenset()
    of: str = "ours"
    label: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()


def _attempt(work: Work) -> Attempt:
    return Attempt.objects.select_related("case_version__case").get(pk=work.attempt_id)


def _sheet(group: Group) -> Data:
    rows = {name.replace("_", "-"): value for name, value in ROWS.items()}
    return rows | {"version": _attempt(group.fresh).draft_version, "action": "save"}


def _query(group: Group) -> Data:
    return {
        "number": 1,
        "quote": note_passages(_attempt(group.fresh))[0],
        "indicators": "Fever and a sore throat.",
        "question": "What is the diagnosis?",
        "options": "Strep throat\nAnother\nCannot be said",
        "as_it_is": "on",
    }


def _challenge(group: Group) -> Data:
    attempt = _attempt(group.work)
    told = {"guideline": "I.A.15", "argument": "The note says so."}
    coding = attempt.versions.get(number=1)
    mark = Mark.objects.get(coding_version=coding, stands=True).pk
    return {"place": 1, "version": 1, "mark": mark, "quote": note_passages(attempt)[0], **told}


def _passage(group: Group, work: str = "work") -> Data:
    return {"quote": note_passages(_attempt(getattr(group, work)))[1], "text": "Read this again."}


def _queue(group: Group, action: str, **more: Any) -> Data:
    return {"at": group.coded.attempt_id, "action": action, **more}


def _queue_passage(group: Group) -> Data:
    return _queue(group, "comment", **_passage(group, "coded"))


def _course(group: Group) -> Data:
    told = filled_in(CourseForm(instance=group.course))
    return told | {"name": "Another name", "is_blind": "on"}


def _assignment(group: Group) -> Data:
    with timezone.override(group.course.zone):
        form = AssignmentForm(instance=group.assignment, cases=cases_to_set(group.course))
        told = filled_in(form) | {"title": "Another title", "time_limit": "60"}
    return told | dict.fromkeys(("hints", "audits", "twins"), "on") | _TIMES


def _new(told: Data) -> Data:
    """The same for something that is not stored yet, so that nobody could have changed it."""
    return {name: value for name, value in told.items() if name != "seen"}


_TIMES = {"opens_at": "2026-01-05T08:00", "due_at": "2099-03-05T08:00"}


def _key(group: Group) -> Data:
    version = version_for(group.course, group.only.attempt.case_version.case)
    form = KeyForm(key=version.parsed().key, initial={"version": version.pk})
    return filled_in(form) | {"reason": "Looked at again.", "action": "apply"}


def _weights(group: Group) -> Data:
    form = WeightsForm(shares=group.assignment.shares)
    return filled_in(form) | {"reason": "Agreed in class."}


def _pairs(group: Group) -> Data:
    names = dict(learners_of(group.course))
    seats = {"coder-0": group.newcomer.user_id, "biller-0": group.learner.user_id}
    return {"swaps": "on"} | {field: names[user] for field, user in seats.items()}


def _extension(group: Group) -> Data:
    due = {"due_at": "2099-01-05T08:00", "more_attempts": "2", "reason": "Was away."}
    return {"learner": group.newcomer.user_id, **due}


def _calendar(group: Group) -> Data:
    day = _attempt(group.work).scenario_date.isoformat()
    return {"step": "day", "from_date": day, "next": "/coder/"}


def _file(group: Group) -> Data:
    text = new_case(slug="brought-along").encode()
    return {"action": "import", "file": SimpleUploadedFile("case.md", text)}


def _source(group: Group) -> Data:
    text = group.draft.source.replace("minutes: ", "minutes: 1")
    return {"source": text, "version": group.draft.version, "action": "save"}


def _boxes_comment(group: Group) -> Data:
    return {"field": "member_id", "text": "Look at the card."}


TEACH, LEARN = partial(Post, who="instructor"), partial(Post, who="coder")
POSTS = (
    Post("login", "nobody", lambda group: {"username": "outsider", "password": "password"}),
    Post("logout", "outsider"),
    Post(
        "sign_up",
        "nobody",
        lambda group: {
            "username": "newly", "display_name": "N", "password1": PASSWORD, "password2": PASSWORD,
        },
    ),
    Post("account", "coder", lambda group: {"action": "name", "display_name": "C"}, label="name"),
    Post(
        "account",
        "coder",
        lambda group: {
            "action": "password", "old_password": "password", "new_password1": PASSWORD,
            "new_password2": PASSWORD,
        },
        label="password",
    ),
    Post(
        "erase",
        "outsider",
        lambda group: {"username": "outsider", "password": "password"},
        chance=frozenset({"User.username", "User.display_name"}),
    ),
    Post("practice:start", "outsider", lambda group: {"mess": "typical"}),
    Post("practice:audit", "outsider"),
    Post("classroom:join", "outsider", lambda group: {"code": group.code.code}),
    LEARN("coding:keep", data=lambda group: {"keep": "1"}),
    Post(
        "claims:try", "outsider", lambda group: {"scenario": examples()[0].text}, label="scenario"
    ),
    # the coder's desk
    LEARN("coding:sheet", data=_sheet, takes=frozenset({"start", "end", "removed"})),
    LEARN("coding:query", data=_query),
    LEARN("coding:hint", data=lambda group: {"shown": 0}),
    LEARN("coding:finalise", data=lambda g: {"version": _attempt(g.fresh).draft_version}),
    LEARN("coding:challenge", data=_challenge),
    LEARN("coding:decision_seen"),
    LEARN("coding:seen"),
    LEARN("classroom:say", data=lambda group: {"text": "Look at line 2.", "from": "claim"}),
    TEACH("coding:comment", data=_passage),
    TEACH("coding:release"),
    # the biller's desk, where any claim will do
    Post("claims:open", "biller", lambda group: {"key": "open-it"}),
    LEARN("claims:calendar", data=_calendar),
    TEACH("claims:comment", data=_boxes_comment),
    # the class
    Post("classroom:start", "classmate"),
    LEARN("classroom:read_notice"),
    TEACH("classroom:new_course", data=lambda group: _new(_course(group))),
    TEACH("classroom:settings", data=_course),
    TEACH("classroom:copy", data=lambda group: {"name": "A copy", "term": "Spring 2027"}),
    TEACH("classroom:archive", data=lambda group: {"action": "archive"}),
    TEACH("classroom:pause", data=lambda group: {"action": "pause"}),
    TEACH("classroom:tell", data=lambda group: {"text": "Read your mail."}),
    TEACH("classroom:move", data=lambda group: {"step": "week"}, of="second"),
    TEACH("classroom:moving"),
    TEACH("classroom:release", data=lambda group: {"what": "score"}, takes=frozenset({"learner"})),
    TEACH("classroom:join_code", data=lambda group: {"days": "7"}),
    TEACH("classroom:pseudonyms"),
    TEACH(
        "classroom:roster",
        data=lambda group: {
            "text": "username,name,role\nlisted,Listed,learner\n", "action": "take",
        },
    ),
    TEACH(
        "classroom:person",
        data=lambda g: {"role": "assistant", "pseudonym": "Dealt to Nobody", "extra_time": "50"},
    ),
    TEACH("classroom:remove_person"),
    TEACH("classroom:password"),
    TEACH("classroom:new_assignment", data=lambda group: _new(_assignment(group))),
    TEACH("classroom:assignment", data=_assignment),
    TEACH("classroom:order", data=lambda group: {"by": "down"}),
    TEACH("classroom:copy_assignment"),
    TEACH("classroom:delete_assignment"),
    TEACH("classroom:extend", data=_extension),
    TEACH("classroom:pairs", data=_pairs),
    TEACH("classroom:preview"),
    TEACH("classroom:weights", data=_weights),
    TEACH("classroom:marking", data=_queue_passage, label="comment"),
    TEACH("classroom:marking", data=lambda g: _queue(g, "release"), label="release"),
    TEACH("classroom:marking", data=lambda g: _queue(g, "show"), label="show"),
    TEACH(
        "classroom:marking",
        data=lambda g: _queue(g, "box", **_boxes_comment(g)) | {"at": g.work.attempt_id},
        label="box",
    ),
    TEACH(
        "classroom:marking",
        data=lambda g: _queue(g, "override", desk="coder", percent="50", reason="Half of it."),
        label="override",
    ),
    TEACH("classroom:kept_comments", data=lambda group: {"text": "Read the guideline."}),
    TEACH("classroom:key", data=_key),
    TEACH("classroom:decide", data=lambda g: {"action": "decline", "reason": "It stands."}),
    TEACH("classroom:remark"),
    # a case and its author
    TEACH(
        "authoring:cases", data=lambda g: {"action": "new", "slug": "brand-new", "copied": ""}
    ),
    TEACH("authoring:cases", data=_file, label="file"),
    TEACH("authoring:edit", data=_source),
    TEACH("authoring:preview", data=_source),
    TEACH("authoring:publish"),
    TEACH("authoring:trial", data=lambda group: {"desk": "biller"}),
    TEACH("authoring:save"),
    TEACH("authoring:delete"),
)  # fmt: skip

CLAIM_POSTS = {"scrubber": {"strength": "basic"}}
STEPS = {f"claims:{door.name}" for door in CLAIM_STEPS}
BY_NAME = {post.name: post for post in reversed(POSTS)}


def body_of(world: World, name: str, kind: str) -> Data:
    """A body that the address would take, of the same kind as the thing that it is about."""
    if name in STEPS:
        claim = claim_of(world.own if kind == "own" else getattr(world, kind).work)
        return step(claim) | {"key": uuid4().hex}
    if kind == "own" or name not in BY_NAME:
        return {}
    return BY_NAME[name].data(getattr(world, kind))
