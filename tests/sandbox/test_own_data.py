"""A person takes their data along, and can be erased, by canaries in every column of text."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.urls import reverse

from claims.models import (
    Appeal,
    BoxComment,
    Claim,
    ClaimEvent,
    LedgerEntry,
    Remittance,
    WriteOffRequest,
)
from claims.services.commenting import comment_box
from coding.models import Attempt, Challenge, CodingReturn, ProviderQuery
from coding.services import erasing, release_marks
from sandbox.accounts.erasing import TYPED_MEMOS, StillNeeded, erase_account
from sandbox.accounts.models import User
from sandbox.classroom.models import Enrolment, Seat, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import enrol, send_message, tell_class
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_practice, make_user
from tests.sandbox.texts import (
    BOXES,
    MADE,
    OF_THE_CLASS,
    WRITTEN_BY,
    columns_of_text,
    label,
)

pytestmark = pytest.mark.django_db
WORD = "canaryword"


def text(response: Any) -> str:
    return response.content.decode()


def a_pair() -> Work:
    """Two people whose shared claim was sent back, denied, corrected and talked about."""
    coder = make_user("canarycoder", display_name="Canary Coder")
    biller = make_user("canarybiller", display_name="Canary Biller")
    work = make_pair(coder, biller)
    play(work, goal=Goal.CLOSED, slip=work.attempt.parsed().pitfalls[0])
    send_message(work, sender=coder, text=f"{WORD} of the coder")
    send_message(work, sender=biller, text=f"{WORD} of the biller")
    return work


def everything(word: str) -> Iterator[str]:
    """Every column of every table that holds the word."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                for value in model._base_manager.values_list(field.attname, flat=True):
                    if word.lower() in json.dumps(value, default=str).lower():
                        yield f"{model._meta.label}.{field.name}"


def data_of(user: User) -> str:
    answer = client_of(user).get(reverse("own_data"))
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return "".join(archive.read(name).decode() for name in archive.namelist())


# -- take along -------------------------------------------------------------------------------


def test_data_hold_ones_own_and_nobody_elses() -> None:
    work = a_pair()
    coder, biller = (make_user(f"canary{name}") for name in ("coder", "biller"))
    told = data_of(coder)
    assert "Canary Coder" in told
    assert f"{WORD} of the coder" in told
    assert "N39.0" in told
    assert "Canary Biller" not in told
    assert f"{WORD} of the biller" not in told
    assert "SBX100200301" not in told, "the claim is the other desk's"
    assert "SBX100200301" in data_of(biller)
    assert work.attempt_id


def test_marks_are_in_the_data_once_they_are_released() -> None:
    work = a_pair()
    coder, biller = (make_user(f"canary{name}") for name in ("coder", "biller"))
    for user in (coder, biller):
        assert "not released" in data_of(user)
    release_marks(work.attempt_id, actor=make_user("teacher"))
    for user in (coder, biller):
        assert "not released" not in data_of(user)
    for user in (coder, biller):
        assert "rationale" not in data_of(user)


# -- account ----------------------------------------------------------------------------------


def test_name_and_password_are_changed() -> None:
    user = make_user("ann", password="old-password-1")
    client = client_of(user)
    client.post(reverse("account"), {"action": "name", "display_name": "Ann <i>"})
    assert "Ann &lt;i&gt;" in text(client.get("/account/"))
    new = {"new_password1": "quite-new-word-7", "new_password2": "quite-new-word-7"}
    wrong = client.post(reverse("account"), {"action": "password", "old_password": "guess", **new})
    assert wrong.status_code == 422
    client.post(reverse("account"), {"action": "password", "old_password": "old-password-1", **new})
    assert User.objects.get(pk=user.pk).check_password("quite-new-word-7")
    assert client.get("/account/").status_code == 200


# -- erase ------------------------------------------------------------------------------------


def test_erased_person_is_in_no_column_of_any_table() -> None:
    a_pair()
    coder = make_user("canarycoder")
    make_practice(coder, "strep-throat-age-8")
    assert set(everything("canary coder")) | set(everything(f"{WORD} of the coder"))
    erase_account(coder)
    for word in ("canarycoder", "canary coder", f"{WORD} of the coder"):
        assert list(everything(word)) == [], word
    assert list(everything(f"{WORD} of the biller"))
    shell = User.objects.get(pk=coder.pk)
    assert (str(shell), shell.is_active, shell.has_usable_password()) == (
        "Erased person",
        False,
        False,
    )


def test_every_free_text_of_shared_work_is_blanked() -> None:
    work = a_pair()
    biller = make_user("canarybiller")
    with erasing():
        for row in Claim.objects.get().events.filter(actor=biller):
            type(row).objects.filter(pk=row.pk).update(payload=row.payload | {"reason": WORD})
        submissions = Claim.objects.get().submissions
        submissions.update(warning_reasons={"S01": WORD})
    erase_account(biller)
    assert set(everything(WORD)) == {"classroom.Message.text"}
    assert work.messages.get(text__contains=WORD).sender.username == "canarycoder"


def test_own_work_goes_and_shared_work_stays() -> None:
    shared = a_pair()
    coder = make_user("canarycoder")
    alone = make_practice(coder, "strep-throat-age-8")
    play(alone, goal=Goal.CLOSED)
    erase_account(coder)
    assert list(Attempt.objects.values_list("pk", flat=True)) == [shared.attempt_id]
    page = client_of(make_user("canarybiller")).get(
        reverse("claims:claim", args=[Claim.objects.get().pk])
    )
    assert page.status_code == 200


def test_words_that_an_approval_copied_are_blanked_too() -> None:
    work = make_pair(make_user("canarycoder"), make_user("canarybiller"))
    play(work, goal=Goal.POSTED, slip=work.attempt.parsed().pitfalls[0])
    claim, teacher = Claim.objects.get(), make_user("teacher")
    WriteOffRequest.objects.create(
        claim=claim,
        amount=1,
        kind=LedgerEntry.WriteOff.AVOIDABLE,
        reason=WORD,
        requested_by=make_user("canarybiller"),
        requested_on=work.attempt.scenario_date,
        status=WriteOffRequest.Status.APPROVED,
    )
    LedgerEntry.objects.create(
        claim=claim,
        line=1,
        kind=LedgerEntry.Kind.WRITE_OFF,
        write_off=LedgerEntry.WriteOff.AVOIDABLE,
        amount=-1,
        memo=WORD,
        actor=teacher,
        on=claim.received_on,
    )
    event = claim.events.latest("version")
    with erasing():
        ClaimEvent.objects.filter(pk=event.pk).update(
            move="write_off", actor=teacher, payload={"reason": WORD}
        )
    erase_account(make_user("canarybiller"))
    assert list(everything(WORD)) == []


def test_several_comments_of_one_person_go_at_once() -> None:
    work = a_pair()
    teacher = make_user("teacher")
    make_second_instructor(work)
    claim = Claim.objects.get()
    for text_of in ("first canaryword", "second canaryword"):
        comment_box(claim, actor=teacher, field="member_id", text=text_of)
    erase_account(teacher)
    assert not BoxComment.objects.exists()


def make_second_instructor(work: Work) -> None:
    assert work.assignment is not None
    role = Enrolment.Role.INSTRUCTOR
    enrol(work.assignment.course, user=make_user("second"), role=role)


def test_when_both_of_a_pair_are_erased_their_work_goes() -> None:
    a_pair()
    erase_account(make_user("canarycoder"))
    assert Attempt.objects.count() == 1
    erase_account(make_user("canarybiller"))
    assert Attempt.objects.count() == 0
    assert list(everything(WORD)) == []


NAMING = {
    "authoring.DraftCase.author", "claims.Appeal.filed_by",
    "claims.AuthorizationRequest.requested_by", "claims.BoxComment.written_by",
    "claims.ClaimEvent.actor", "claims.Diagnosis.by", "claims.EligibilityCheck.checked_by",
    "claims.LedgerEntry.actor", "claims.PaymentPlan.agreed_by", "claims.PostingSlip.actor",
    "claims.Submission.sent_by", "claims.WriteOffRequest.decided_by",
    "claims.WriteOffRequest.requested_by", "classroom.ClassMove.made_by",
    "classroom.Enrolment.user", "classroom.Extension.given_by", "classroom.Extension.user",
    "classroom.JoinCode.made_by", "classroom.JoinTry.user", "classroom.MarkOverride.made_by",
    "classroom.Message.sender", "classroom.Notice.told_by", "classroom.Pair.biller",
    "classroom.Pair.coder", "classroom.ScriptedPartner.user", "classroom.Seat.user",
    "coding.Attempt.released_by", "coding.CaseVersion.made_by", "coding.Challenge.decided_by",
    "coding.Challenge.made_by", "coding.CodingReturn.returned_by",
    "coding.CodingVersion.finalised_by", "coding.KeptCode.user",
    "coding.PassageComment.written_by", "coding.ProviderQuery.written_by",
    "coding.Remarking.made_by",
}  # fmt: skip
"""Every column that names a person, thought of in erasing and in taking one's data along."""


def test_every_column_that_names_a_person_is_thought_of() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is User
    }
    assert found == NAMING, "erase it, export it, then list it here"


def test_erasing_asks_for_name_and_password() -> None:
    user = make_user("ann", password="own-password-1")
    client = client_of(user)
    told = {"username": "ann", "password": "own-password-1"}
    for change in ({"username": "bob"}, {"password": "guess"}, {"username": ""}):
        page = client.post(reverse("erase"), told | change)
        assert page.status_code == 422
    assert User.objects.get(pk=user.pk).is_active
    done = client.post(reverse("erase"), told, follow=True)
    assert "are erased" in text(done)
    assert not User.objects.filter(username="ann").exists()
    assert client.get("/account/").status_code == 302


def test_only_instructor_of_a_class_hands_over_first() -> None:
    course = make_course(make_user("ann"))
    teacher = make_user("teacher")
    with pytest.raises(StillNeeded):
        erase_account(teacher)
    course.archived_at = course.created_at
    course.save()
    erase_account(teacher)


# -- every column -----------------------------------------------------------------------------


def test_every_column_of_text_is_thought_of() -> None:
    found = {label(model, name) for model, name in columns_of_text()}
    listed = [*WRITTEN_BY, *OF_THE_CLASS, *BOXES, *MADE]
    assert sorted(listed) == sorted(found), "who writes there? export and erase it, then list it"


def written_world() -> tuple[User, User]:
    """A learner and a teacher who have written wherever one can, in work that others share."""
    learner, teacher = make_user("canarylearner"), make_user("canaryteacher")
    other, second = make_user("other"), make_user("second")
    course = make_course(learner, other, instructor=teacher)
    enrol(course, user=second, role=Enrolment.Role.INSTRUCTOR)
    work = make_pair(learner, other, course=course)
    Seat.objects.filter(work=work).update(user=learner)
    play(work, goal=Goal.CLOSED, slip=work.attempt.parsed().pitfalls[0])
    Seat.objects.filter(work=work, desk=Seat.Desk.BILLER).update(user=other)
    claim = Claim.objects.get()
    version, today = work.attempt.versions.first(), work.attempt.scenario_date
    comment_box(claim, actor=teacher, field="member_id", text="a")
    tell_class(course, actor=teacher, text="a")
    Appeal.objects.create(
        remittance=Remittance.objects.filter(submission__claim=claim).first(), filed_by=learner,
        letter="a", level=1, ground="records", filed_on=today, decide_on=today,
    )  # fmt: skip
    send_message(work, sender=learner, text="a")
    ProviderQuery.objects.create(
        attempt_id=work.attempt_id, written_by=learner, number=1, quote="a", indicators="a",
        question="a", options=["a"], written_on=today, start=0, end=1,
    )  # fmt: skip
    Challenge.objects.create(
        coding_version=version, made_by=learner, decided_by=teacher, category="omitted",
        argument="a", guideline="a", reason="a",
    )  # fmt: skip
    CodingReturn.objects.create(
        attempt_id=work.attempt_id, returned_by=learner, returned_on=today, reason="a"
    )
    return learner, teacher


@pytest.mark.parametrize("who", ["canarylearner", "canaryteacher"])
def test_everything_that_a_person_wrote_is_taken_along_and_erased(who: str) -> None:
    written_world()
    user = User.objects.get(username=who)
    told = set()
    for number, (column, author) in enumerate(sorted(WRITTEN_BY.items())):
        model_label, _, name = column.rpartition(".")
        model, word = apps.get_model(model_label), f"canary{number:03}x"
        rows = model._base_manager.filter(**({author: user} if author else {"pk": user.pk}))
        if name == "memo":
            rows = rows.filter(TYPED_MEMOS)
        if name == "answer":
            rows = model._base_manager.filter(
                submission__claim__in=ClaimEvent.objects.filter(
                    actor=user, move="send_information"
                ).values("claim")
            )
        field = model._meta.get_field(name)
        value: Any = {"reason": word} if isinstance(field, JSONField) else word
        with erasing():
            found = rows.update(**{name: [word] if name == "options" else value})
        if found:
            told.add((column, word))
    assert len(told) >= (10 if who == "canarylearner" else 3), told
    data = data_of(user)
    assert {column for column, word in told if word not in data} == set()
    erase_account(user)
    left = {column for column, word in told for _ in everything(word)}
    assert left == set()
