"""Everything that the sandbox holds of one person, as files to take along."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from claims.models import Claim, ClaimEvent, InformationRequest, LedgerEntry
from coding.models import Attempt, KeptCode
from sandbox.accounts.erasing import TYPED, TYPED_MEMOS, WRITTEN
from sandbox.accounts.models import User
from sandbox.classroom.models import Enrolment, Message, Seat

OTHER = "another person"
KEPT_WHOLE = (
    ("authoring.DraftCase", "author", ("source",)),
    ("authoring.DraftSave", "draft__author", ("number", "source")),
    ("claims.BoxComment", "written_by", ("field", "text")),
    ("coding.PassageComment", "written_by", ("quote", "text")),
)
"""What goes whole when its author is erased: the table, who wrote, and what of it is theirs."""

README = """What Clean Claim holds of you.

profile.json    your account and your place in each class
attempts.json   your work: the codes as you drafted and finalised them, what you asked the provider,
                what you challenged, the claims at your desk with every move and every sum, messages
words.json      everything else that you wrote in your own words, by where it stands
Marks are here as far as they were released to you. Other people are called "another person".
Patients, practices and payers are invented.
"""


def own_data_zip(user: User) -> bytes:
    """The person's data as a ZIP of JSON files. Of marks only what was released to them, of keys
    nothing, of other people neither name nor words."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        archive.writestr("profile.json", _json(_profile(user)))
        archive.writestr("attempts.json", _json(_attempts(user)))
        archive.writestr("words.json", _json(_words(user)))
    return out.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)


def _words(user: User) -> Mapping[str, Any]:
    """What the person wrote, table by table: all that erasing takes away."""
    told: dict[str, list[dict[str, Any]]] = {}
    written = ((label, author, tuple(blank)) for label, author, blank in WRITTEN)
    for label, author, names in (*written, *KEPT_WHOLE):
        model = apps.get_model(label)
        rows = model._base_manager.filter(**{author: user}).order_by("pk").values(*names)
        told.setdefault(label, []).extend(row for row in rows if any(row.values()))
    postings = LedgerEntry.objects.filter(TYPED_MEMOS, actor=user).exclude(memo="")
    told["claims.LedgerEntry"] = [{"memo": row.memo} for row in postings.order_by("pk")]
    told["claims.ClaimEvent"] = [
        {"move": row.move, "payload": row.payload}
        for row in ClaimEvent.objects.filter(actor=user).order_by("pk")
        if TYPED & row.payload.keys()
    ]
    answered = ClaimEvent.objects.filter(actor=user, move="send_information").values("claim")
    requests = InformationRequest.objects.filter(submission__claim__in=answered)
    told["claims.InformationRequest"] = [{"answer": row.answer} for row in requests.order_by("pk")]
    return {label: rows for label, rows in told.items() if rows}


def _profile(user: User) -> Mapping[str, Any]:
    enrolments = Enrolment.objects.filter(user=user).select_related("course")
    return {
        "user_name": user.username,
        "name": user.display_name,
        "e_mail": user.email,
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
        "classes": [
            {
                "class": str(row.course),
                "role": row.role,
                "pseudonym": row.pseudonym,
                "extra_time_percent": row.extra_time,
                "since": row.joined_at,
            }
            for row in enrolments
        ],
        "codes_kept_at_hand": list(
            KeptCode.objects.filter(user=user).values_list("code", flat=True)
        ),
    }


def _attempts(user: User) -> Sequence[Mapping[str, Any]]:
    desks: dict[int, list[str]] = {}
    for attempt, desk in Seat.objects.filter(user=user).values_list("work__attempt_id", "desk"):
        desks.setdefault(attempt, []).append(desk)
    attempts = (
        Attempt.objects.filter(pk__in=desks)
        .select_related("case_version__case", "work__assignment__course")
        .prefetch_related(
            "versions__marks", "versions__challenges", "returns", "queries", "claims__events",
            "claims__submissions", "claims__ledger", "claims__marks__parts", "work__messages",
        )
        .order_by("pk")
    )  # fmt: skip
    return [_attempt(row, desks[row.pk], user) for row in attempts]


def _attempt(attempt: Attempt, desks: Sequence[str], user: User) -> Mapping[str, Any]:
    work = attempt.work
    assignment = work.assignment
    told: dict[str, Any] = {
        "case": attempt.case_version.case.title,
        "assignment": str(assignment) if assignment else "practice",
        "class": str(assignment.course) if assignment else "",
        "desks": sorted(desks),
        "begun": attempt.created_at,
        "scenario_date": attempt.scenario_date,
        "messages": [_message(row, user) for row in work.messages.all()],
    }
    if Seat.Desk.CODER in desks:
        told |= _coding(attempt, user)
    if Seat.Desk.BILLER in desks:
        released = attempt.released_at is not None
        told["claims"] = [_claim(claim, user, released=released) for claim in attempt.claims.all()]
    return told


def _coding(attempt: Attempt, user: User) -> Mapping[str, Any]:
    released = attempt.released_at is not None
    return {
        "draft": attempt.draft,
        "hints_used": attempt.hints_used,
        "codings": [
            {
                "version": version.number,
                "codes": version.content,
                "reasons": version.reasons,
                "finalised": version.created_at,
                "mark": _mark(version) if released else "not released",
                "challenges": [
                    {"argument": row.argument, "made": row.made_at, "status": row.status}
                    for row in version.challenges.all()
                    if row.made_by_id == user.pk
                ],
            }
            for version in attempt.versions.all()
        ],
        "queries": [
            {"asked": row.created_at, "question": row.question, "answer": row.answer}
            for row in attempt.queries.all()
            if row.written_by_id == user.pk
        ],
    }


def _mark(version: Any) -> Any:
    standing = next((mark for mark in version.marks.all() if mark.stands), None)
    return standing.score if standing else None


def _claim(claim: Claim, user: User, *, released: bool) -> Mapping[str, Any]:
    return {
        "sequence": claim.sequence,
        "state": claim.state,
        "boxes": claim.content,
        "moves": [
            {
                "move": event.move,
                "by": _who(event.actor_id, user, event.by),
                "scenario_date": event.on,
                "at": event.created_at,
                "detail": event.payload if event.actor_id == user.pk else {},
            }
            for event in claim.events.all()
        ],
        "submissions": [
            {"number": row.number, "frequency": row.frequency, "content": row.content}
            for row in claim.submissions.all()
        ],
        "postings": [
            {"kind": row.kind, "amount": row.amount, "on": row.on} for row in claim.ledger.all()
        ],
        "marks": [
            {
                "score": mark.score,
                "parts": [
                    {"part": part.skill, "reached": part.reached} for part in mark.parts.all()
                ],
            }
            for mark in claim.marks.all()
        ]
        if released
        else "not released",
    }


def _message(row: Message, user: User) -> Mapping[str, Any]:
    own = row.sender_id == user.pk
    return {
        "by": _who(row.sender_id, user, OTHER),
        "at": row.sent_at,
        "text": row.text if own else "",
    }


def _who(user_id: int | None, user: User, desk: str) -> str:
    if user_id == user.pk:
        return "you"
    return OTHER if user_id else desk
