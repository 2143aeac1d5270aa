"""Who may do what at every address: the one table, and what each word of it means.

An address that is not listed fails `test_every_address_is_listed`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from sandbox.classroom.models import Work
from tests.sandbox.world import LEARNERS, Group, World, claim_of

Names = frozenset[str]
NOBODY: Names = frozenset()
STAFF: Names = frozenset({"instructor", "assistant"})
RUNS: Names = frozenset({"instructor"})
SEES: Names = STAFF | {"coder", "biller", "alone"}
CODER: Names = frozenset({"coder", "alone"})
BILLER: Names = frozenset({"biller", "alone"})
MANAGER: Names = frozenset({"instructor", "alone"})
EVERYONE: Names = frozenset({"everyone"})
SIGNED_IN: Names = frozenset({"signed in"})
TEACHERS: Names = frozenset({"instructor", "other instructor"})


@dataclass(frozen=True)
class Door:
    """An address: what it is about, and who may read it (`get`) and act there (`post`); a method
    that nobody may use it does not have. Who `sees` the thing, and may not, is forbidden (403); for
    everybody else it does not exist (404)."""

    about: str
    get: Names = NOBODY
    post: Names = NOBODY
    sees: Names | None = None

    @property
    def seen_by(self) -> Names:
        """Who is told that the thing exists."""
        if self.sees is not None:
            return self.sees | self.get | self.post
        if self.about in WORK_THINGS:
            return SEES
        return STAFF | self.get | self.post


WORK_THINGS = ("attempt", "fresh", "coded", "claim", "sheet", "change", "challenge")
"""What a pair has, or somebody who practises alone."""

DOORS: Mapping[str, Door] = {
    # for everyone
    "home": Door("", get=EVERYONE),
    "glossary": Door("", get=EVERYONE),
    "health": Door("", get=EVERYONE),
    "health_live": Door("", get=EVERYONE),
    "login": Door("", get=EVERYONE, post=EVERYONE),
    "sign_up": Door("", get=EVERYONE, post=EVERYONE),
    "logout": Door("", post=EVERYONE),
    # one's own things, for everyone who is signed in
    "dashboard": Door("", get=SIGNED_IN),
    "account": Door("", get=SIGNED_IN, post=SIGNED_IN),
    "own_data": Door("", get=SIGNED_IN),
    "erase": Door("", post=SIGNED_IN),
    "practice:home": Door("", get=SIGNED_IN),
    "practice:path": Door("", get=SIGNED_IN),
    "practice:start": Door("slug", post=SIGNED_IN),
    "practice:audit": Door("slug", post=SIGNED_IN),
    "classroom:coder": Door("", get=SIGNED_IN),
    "classroom:biller": Door("", get=SIGNED_IN),
    "classroom:biller_books": Door("", get=SIGNED_IN),
    "classroom:own_marks": Door("", get=SIGNED_IN),
    "classroom:told": Door("", get=SIGNED_IN),
    "classroom:join": Door("", get=SIGNED_IN, post=SIGNED_IN),
    "coding:codes": Door("", get=SIGNED_IN),
    "coding:search": Door("", get=SIGNED_IN),
    "coding:compare": Door("", get=SIGNED_IN),
    "coding:code": Door("code", get=SIGNED_IN),
    "coding:keep": Door("code", post=SIGNED_IN),
    "claims:try": Door("", get=SIGNED_IN, post=SIGNED_IN),
    # for people who run a course; others are forbidden, for there is nothing to hide
    "classroom:instructor": Door("", get=TEACHERS | {"assistant"}),
    "classroom:new_course": Door("", get=TEACHERS, post=TEACHERS),
    "authoring:cases": Door("", get=TEACHERS, post=TEACHERS),
    "practice:syllabus": Door("", get=TEACHERS),
    # the coder's desk
    "coding:workbench": Door("attempt", get=SEES),
    "coding:sheet": Door("fresh", post=CODER),
    "coding:query": Door("fresh", get=CODER, post=CODER),
    "coding:hint": Door("fresh", post=CODER),
    "coding:finalise": Door("fresh", get=CODER, post=CODER),
    "coding:marks": Door("attempt", get=SEES),
    "coding:comment": Door("attempt", post=STAFF),
    "coding:challenge": Door("attempt", post=frozenset({"coder"})),
    "coding:decision_seen": Door("challenge", post=frozenset({"coder"})),
    "coding:seen": Door("change", post=SEES - {"alone"}),
    "coding:release": Door("coded", post=MANAGER),
    "classroom:say": Door("attempt", post=SEES),
    "classroom:accept": Door("attempt", get=RUNS, sees=NOBODY),
    # the biller's desk
    "claims:claim": Door("claim", get=SEES),
    "claims:lifecycle": Door("claim", get=SEES),
    "claims:marks": Door("claim", get=SEES),
    "claims:worth": Door("attempt", get=SEES),
    "claims:reconciliation": Door("claim", get=SEES),
    "claims:submission": Door("sheet", get=SEES),
    "claims:statement": Door("sheet", get=SEES),
    "claims:statement_pdf": Door("sheet", get=SEES),
    "claims:open": Door("coded", post=BILLER),
    "claims:calendar": Door("attempt", post=CODER | BILLER | RUNS),
    **{f"claims:{name}": Door("claim", post=BILLER) for name in (
        "boxes", "take_codes", "return_codes", "check_coverage", "ask_status", "authorization",
        "submit", "diagnose", "bill_line", "bill_next_payer", "resubmit", "send_information",
        "open_correction", "cancel_correction", "appeal", "void", "post", "bill_patient",
        "post_lines", "refund", "payment_plan", "collections",
    )},
    "claims:write_off": Door("claim", post=BILLER | RUNS),
    "claims:reopen": Door("claim", post=MANAGER),
    "claims:scrubber": Door("claim", post=MANAGER),
    "claims:posting_mode": Door("claim", post=MANAGER),
    "claims:approve_write_off": Door("claim", post=MANAGER),
    "claims:refuse_write_off": Door("claim", post=MANAGER),
    "claims:comment": Door("claim", post=STAFF),
    # what its learners do with a class
    "classroom:start": Door("assigned case", post=LEARNERS, sees=NOBODY),
    "classroom:read_notice": Door("notice", post=LEARNERS, sees=NOBODY),
    # what its staff look at, and its instructor runs
    **{f"classroom:{name}": Door("class", get=STAFF) for name in (
        "course", "board", "attempts", "figures", "assignments", "gradebook", "export", "log",
        "misses", "behind", "course_books",
    )},
    "classroom:learner_marks": Door("learner", get=STAFF),
    "classroom:marking": Door("class", get=STAFF, post=STAFF),
    "classroom:kept_comments": Door("class", post=STAFF),
    **{f"classroom:{name}": Door("class", get=RUNS) for name in (
        "people", "keys", "challenges", "remarkings",
    )},
    **{f"classroom:{name}": Door("class", get=RUNS, post=RUNS) for name in (
        "settings", "roster", "new_assignment",
    )},
    **{f"classroom:{name}": Door("class", post=RUNS) for name in (
        "copy", "archive", "pause", "tell", "move", "join_code", "pseudonyms", "release",
    )},
    "classroom:person": Door("enrolment", get=RUNS, post=RUNS),
    "classroom:remove_person": Door("newcomer", post=RUNS),
    "classroom:password": Door("rostered", post=RUNS),
    "classroom:moving": Door("moving", get=RUNS, post=RUNS),
    "classroom:key": Door("key", get=RUNS, post=RUNS),
    "classroom:decide": Door("challenge of class", post=RUNS),
    "classroom:remarking": Door("run", get=RUNS),
    "classroom:remark": Door("run", post=RUNS),
    **{f"classroom:{name}": Door("assignment", get=RUNS, post=RUNS) for name in (
        "assignment", "extend", "pairs", "weights",
    )},
    "classroom:order": Door("assignment", post=RUNS),
    "classroom:copy_assignment": Door("assignment", post=RUNS),
    "classroom:delete_assignment": Door("spare", post=RUNS),
    "classroom:preview": Door("assigned case", post=RUNS),
    # a case and its author
    "authoring:edit": Door("draft", get=RUNS, post=RUNS, sees=NOBODY),
    "authoring:export": Door("draft", get=RUNS, sees=NOBODY),
    "authoring:saves": Door("draft", get=RUNS, sees=NOBODY),
    "authoring:save": Door("save", get=RUNS, post=RUNS, sees=NOBODY),
    **{f"authoring:{name}": Door("draft", post=RUNS, sees=NOBODY) for name in (
        "preview", "publish", "trial", "delete",
    )},
}  # fmt: skip

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
FIXED: Mapping[str, list[object]] = {
    "": [],
    "slug": ["uti-e-coli"],
    "code": ["icd10cm", "N39.0"],
}
"""What stands in the addresses that are about nobody's thing."""

OF_GROUP: Mapping[str, Callable[[Group], list[object]]] = {
    "attempt": lambda group: [group.work.attempt_id],
    "fresh": lambda group: [group.fresh.attempt_id],
    "coded": lambda group: [group.coded.attempt_id],
    "claim": lambda group: [claim_of(group.work).pk],
    "sheet": lambda group: [claim_of(group.work).pk, 1],
    "change": lambda group: [group.work.attempt_id, group.change.pk],
    "challenge": lambda group: [group.work.attempt_id, group.challenge.pk],
    "assigned case": lambda group: [group.assignment.pk, _case(group.work)],
    "notice": lambda group: [group.notice.pk],
    "class": lambda group: [group.course.pk],
    "learner": lambda group: [group.course.pk, group.learner.user_id],
    "enrolment": lambda group: [group.course.pk, group.learner.pk],
    "newcomer": lambda group: [group.course.pk, group.newcomer.pk],
    "rostered": lambda group: [group.course.pk, group.rostered.pk],
    "moving": lambda group: [group.course.pk, group.moving.pk],
    "key": lambda group: [group.course.pk, _case(group.only)],
    "challenge of class": lambda group: [group.course.pk, group.challenge.pk],
    "run": lambda group: [group.course.pk, group.run.pk],
    "assignment": lambda group: [group.assignment.pk],
    "spare": lambda group: [group.spare.pk],
    "draft": lambda group: [group.draft.pk],
    "save": lambda group: [group.draft.pk, 1],
}
"""What stands in the addresses of a class's things."""

OF_OWN: Mapping[str, Callable[[World], list[object]]] = {
    "attempt": lambda world: [world.own.attempt_id],
    "fresh": lambda world: [world.own_fresh.attempt_id],
    "coded": lambda world: [world.own.attempt_id],
    "claim": lambda world: [claim_of(world.own).pk],
    "sheet": lambda world: [claim_of(world.own).pk, 1],
}
"""What stands in the addresses of the things of one who works alone."""

PART: Mapping[str, Mapping[str, str]] = {
    "ours": {name: name for name in ("instructor", "assistant", *LEARNERS)},
    "foreign": {"other instructor": "instructor"},
    "own": {"alone": "alone"},
}
"""What each visitor is to each kind of thing; a visitor who is not named is nothing to it."""


def addresses() -> set[str]:
    """The names of all addresses, from the URL conf itself."""
    return {name for name, _ in _walk(get_resolver().url_patterns, "")}


def _walk(patterns: Sequence[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern.callback


def of_library() -> set[tuple[str, str]]:
    """Methods that Django's own sign-in pages answer too: `options` with the methods that there
    are, `put` as a form that was sent empty."""
    return {
        (name, method)
        for name, view in _walk(get_resolver().url_patterns, "")
        for method in ("put", "options")
        if hasattr(view, "view_class")
        and method in view.view_class.http_method_names
        and hasattr(view.view_class, method)
    }


LIBRARY = of_library()


def is_about_something(name: str) -> bool:
    """The address is about a thing that belongs to somebody."""
    return DOORS[name].about not in FIXED


def has(name: str, method: str) -> bool:
    """The address answers to the method at all."""
    door = DOORS[name]
    if (name, method) in LIBRARY:
        return True
    return bool({"get": door.get, "head": door.get, "post": door.post}.get(method))


def _case(work: Work) -> int:
    return work.attempt.case_version.case_id


def arguments(world: World, name: str, kind: str) -> list[object] | None:
    """What stands in the address of that kind of thing; None where there is none of the kind."""
    about = DOORS[name].about
    if about in FIXED:
        return FIXED[about]
    if kind == "own":
        return OF_OWN[about](world) if about in OF_OWN else None
    return OF_GROUP[about](getattr(world, kind))
