"""Erase a person: their own work whole, their name and their words from what others share."""

import secrets
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q

from claims.models import (
    BoxComment,
    ClaimEvent,
    InformationRequest,
    LedgerEntry,
    WriteOffRequest,
)
from coding.conflicts import NotPossible
from coding.models import PassageComment
from coding.services import erasing
from sandbox.accounts.models import User
from sandbox.attempt_rows import erase_rows
from sandbox.classroom.models import Enrolment, Extension, JoinTry, Pair, Work

ERASED = "[erased]"
NAME = "Erased person"
WRITTEN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("classroom.Message", "sender", {"text": ERASED}),
    ("classroom.Notice", "told_by", {"text": ERASED}),
    ("classroom.MarkOverride", "made_by", {"reason": ERASED}),
    ("classroom.Extension", "given_by", {"reason": ERASED}),
    ("coding.CodingReturn", "returned_by", {"reason": ERASED}),
    ("coding.CodingVersion", "finalised_by", {"reasons": {}}),
    ("coding.Challenge", "made_by", {"argument": ERASED, "guideline": ERASED}),
    ("coding.Challenge", "decided_by", {"reason": ERASED}),
    ("coding.ProviderQuery", "written_by", {"indicators": ERASED, "question": ERASED}),
    ("coding.ProviderQuery", "written_by", {"options": []}),
    ("coding.Remarking", "made_by", {"reason": ERASED}),
    ("coding.CaseVersion", "made_by", {"reason": ERASED}),
    ("claims.WriteOffRequest", "requested_by", {"reason": ERASED}),
    ("claims.WriteOffRequest", "decided_by", {"decision": ERASED}),
    ("claims.Appeal", "filed_by", {"letter": ERASED}),
    ("claims.Submission", "sent_by", {"warning_reasons": {}}),
)
"""Where people write freely: the table, who wrote, and what stands there afterwards."""

TYPED_MEMOS = Q(memo__startswith="Void: ") | Q(
    kind__in=[
        LedgerEntry.Kind.WRITE_OFF,
        LedgerEntry.Kind.PATIENT_REFUND,
        LedgerEntry.Kind.PAYER_REFUND,
    ]
)
"""Postings whose memo is what a person typed."""

TYPED = frozenset({"reason", "note", "letter"})
"""The parts of a logged move that were typed freely."""


class StillNeeded(NotPossible):
    """Somebody must take over first."""


@transaction.atomic
def erase_account(user: User) -> None:
    """Erase a person for good: attempts in which nobody else has a part go whole; in what others
    share their words are blanked and they are called "Erased person"; the account stays as an
    empty shell, because moves that were made are never changed, and nobody can sign in with it.

    Raises StillNeeded (409) while a class that goes on has no other instructor.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _hand_over_first(user)
    erase_rows(own_attempts(user))
    with erasing():
        _blank_what_was_asked(user)
        for label, author, blank in WRITTEN:
            apps.get_model(label)._base_manager.filter(**{author: user}).update(**blank)
        LedgerEntry.objects.filter(TYPED_MEMOS, actor=user).exclude(memo="").update(memo=ERASED)
        _blank_moves(user)
    Enrolment.objects.filter(user=user).update(role=Enrolment.Role.FORMER, pseudonym="")
    for rows in (
        Extension.objects.filter(user=user),
        JoinTry.objects.filter(user=user),
        PassageComment.objects.filter(written_by=user),
        BoxComment.objects.filter(written_by=user),
        Pair.objects.filter(Q(coder=user) | Q(biller=user)),
        apps.get_model("coding.KeptCode")._base_manager.filter(user=user),
        apps.get_model("authoring.DraftCase")._base_manager.filter(author=user),
    ):
        rows.delete()
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username=user.username).delete()
    _empty(user)


def own_attempts(user: User) -> list[int]:
    """The attempts at which only this person has sat, or beside them a script or people who are
    erased already."""
    mine = Work.objects.filter(seats__user=user).values("pk")
    people = Q(seats__user__scripted=None) & ~Q(seats__user__display_name=NAME)
    others = Count("seats", filter=~Q(seats__user=user) & people)
    alone = Work.objects.filter(pk__in=mine).annotate(others=others).filter(others=0)
    return list(alone.values_list("attempt_id", flat=True))


def _hand_over_first(user: User) -> None:
    mine = Enrolment.objects.filter(
        user=user, role=Enrolment.Role.INSTRUCTOR, course__archived_at=None
    )
    for row in mine.select_related("course"):
        others = Enrolment.objects.filter(course=row.course, role=Enrolment.Role.INSTRUCTOR)
        if not others.exclude(user=user).exists():
            raise StillNeeded(
                f"{row.course} has no other instructor. Make somebody else one, or archive the "
                "class; then erase your account."
            )


def _blank_what_was_asked(user: User) -> None:
    """The reasons that a manager's approval carried over into the ledger and the log."""
    for asked in WriteOffRequest.objects.filter(requested_by=user):
        LedgerEntry.objects.filter(claim=asked.claim_id, memo=asked.reason).update(memo=ERASED)
        for event in ClaimEvent.objects.filter(claim=asked.claim_id, move="write_off"):
            if event.payload.get("reason") == asked.reason:
                ClaimEvent.objects.filter(pk=event.pk).update(payload=_blanked(event.payload))


def _blank_moves(user: User) -> None:
    """What the person typed into moves of shared claims, and into answers to a payer."""
    moves = ClaimEvent.objects.filter(actor=user)
    for event in moves.only("pk", "payload"):
        blanked = _blanked(event.payload)
        if blanked != event.payload:
            ClaimEvent.objects.filter(pk=event.pk).update(payload=blanked)
    answered = moves.filter(move="send_information").values("claim")
    for request in InformationRequest.objects.filter(submission__claim__in=answered):
        InformationRequest.objects.filter(pk=request.pk).update(answer=_blanked(request.answer))


def _blanked(value: Any, *, key: str = "") -> Any:
    """The payload without what was typed freely."""
    if isinstance(value, dict):
        return {name: _blanked(inner, key=name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_blanked(inner, key=key) for inner in value]
    return ERASED if isinstance(value, str) and value and key in TYPED else value


def _empty(user: User) -> None:
    """The account as a shell that nobody can sign in with."""
    user.username = f"erased-{secrets.token_hex(8)}"
    user.display_name, user.first_name, user.last_name, user.email = NAME, "", "", ""
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
