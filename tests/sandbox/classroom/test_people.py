"""How people come into a class, what they may do there, and how they leave it."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Enrolment, JoinCode, JoinTry
from sandbox.classroom.queries.people import AccountRow
from sandbox.classroom.services import (
    LastInstructor,
    NotJoined,
    PseudonymTaken,
    change_enrolment,
    enrol,
    join_course,
    make_join_code,
    remove_from_course,
    renew_pseudonyms,
    revoke_join_code,
)
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user

pytestmark = pytest.mark.django_db


def teacher() -> User:
    return make_user("teacher")


def text(response: Any) -> str:
    return response.content.decode()


# -- join codes -------------------------------------------------------------------------------


def test_learner_joins_by_a_code_however_it_is_typed() -> None:
    course = make_course()
    code = make_join_code(course, actor=teacher(), days=1).code
    assert len(code) == 12
    page = client_of(make_user("ann")).post(
        reverse("classroom:join"), {"code": f" {code[:4].lower()}-{code[4:8]} {code[8:]} "}
    )
    assert page.status_code == 302
    enrolment = Enrolment.objects.get(user__username="ann")
    assert (enrolment.course, enrolment.role) == (course, "learner")
    assert enrolment.pseudonym


def test_link_fills_the_code_in() -> None:
    page = client_of(make_user("ann")).get(reverse("classroom:join"), {"code": "ABCD-EFGH"})
    assert 'value="ABCD-EFGH"' in text(page)


def test_joining_twice_or_as_the_instructor_changes_nothing() -> None:
    course = make_course()
    code = make_join_code(course, actor=teacher(), days=1).code
    for user in (teacher(), make_user("ann"), make_user("ann")):
        assert join_course(user, typed=code) == course
    roles = Enrolment.objects.order_by("pk").values_list("role", flat=True)
    assert list(roles) == ["instructor", "learner"]


def why_not(typed: str) -> str:
    answer = join_course(make_user("ann"), typed=typed)
    assert isinstance(answer, NotJoined)
    assert not Enrolment.objects.filter(user__username="ann").exists()
    return str(answer)


def test_code_that_is_over_lets_nobody_in() -> None:
    course = make_course()
    expired = make_join_code(course, actor=teacher(), days=1)
    JoinCode.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert "expired" in why_not(expired.code)
    revoked = make_join_code(course, actor=teacher(), days=1)
    revoke_join_code(course, actor=teacher(), code_id=revoked.pk)
    assert "no longer valid" in why_not(revoked.code)
    Course.objects.filter(pk=course.pk).update(archived_at=timezone.now())
    assert "no longer valid" in why_not(make_join_code(course, actor=teacher(), days=1).code)
    assert "No class has this code" in why_not("")
    assert "No class has this code" in why_not("\x00'; --")


def test_too_many_wrong_codes_are_stopped_for_a_while() -> None:
    course = make_course()
    right = make_join_code(course, actor=teacher(), days=1).code
    client = client_of(make_user("ann"))
    for _ in range(10):
        assert client.post(reverse("classroom:join"), {"code": "WRONGWRONG22"}).status_code == 422
    page = client.post(reverse("classroom:join"), {"code": right})
    assert "Too many wrong codes" in text(page)
    assert join_course(make_user("bob"), typed=right) == course
    JoinTry.objects.update(tried_at=timezone.now() - timedelta(minutes=16))
    assert join_course(make_user("ann"), typed=right) == course


# -- roster -----------------------------------------------------------------------------------


def take(course: Course, roster: str, **more: str) -> Any:
    url = reverse("classroom:roster", args=[course.pk])
    return client_of(teacher()).post(url, {"text": roster, **more}, follow=True)


def test_roster_is_looked_at_before_it_is_taken() -> None:
    course = make_course()
    page = take(course, "username,name\nann,Ann Ash\nbob,Bob Birch")
    assert page.context["read"].is_good
    assert Enrolment.objects.filter(course=course).count() == 1
    taken = take(course, page.context["text"], action="take")
    made = taken.context["made"]
    assert [one.username for one in made] == ["ann", "bob"]
    for one in made:
        user = User.objects.get(username=one.username)
        assert check_password(one.password, user.password)
        assert one.password in text(taken)
        assert Enrolment.objects.get(user=user).account_made
    assert str(User.objects.get(username="ann")) == "Ann Ash"


def test_roster_with_a_wrong_row_is_not_taken() -> None:
    course = make_course()
    page = take(course, "username,role\nann,learner\nbob,boss", action="take")
    assert "1 of 2 rows cannot be taken" in text(page)
    assert not User.objects.filter(username="ann").exists()


def test_roster_names_who_is_there_already_and_leaves_their_password() -> None:
    ann = make_user("ann", password="own-password")
    course = make_course(ann)
    roster = "username,name\nann,Somebody Else"
    assert "is in the class already" in text(take(course, roster))
    take(course, roster, action="take")
    again = User.objects.get(username="ann")
    assert (again.password, str(again)) == (ann.password, str(ann))
    assert not Enrolment.objects.get(user=ann).account_made


def test_roster_tells_new_accounts_from_those_that_there_are() -> None:
    make_user("bob", display_name="Bob Birch")
    course = make_course(make_user("ann"), left := make_user("cy", display_name="Cy Cedar"))
    Enrolment.objects.filter(user=left).update(role=Enrolment.Role.FORMER)
    page = take(course, "username\nann\nbob\nbobb\ncy")
    told = {row.entry.username: account for row, account in page.context["rows"]}
    assert told == {
        "ann": AccountRow(str(make_user("ann")), is_here=True),
        "bob": AccountRow("Bob Birch", is_here=False),
        "bobb": None,
        "cy": AccountRow("Cy Cedar", is_here=False),
    }
    assert "has an account: Bob Birch" in text(page)
    assert text(page).count("New account") == 1


def test_account_of_a_roster_is_signed_in_to_as_its_name_was_written() -> None:
    """The form of the sign-in takes letters that are joined, or styled, for plain ones."""
    course, typed = make_course(), "\ufb01ona\u2168"
    [made] = take(course, f"username\n{typed}", action="take").context["made"]
    told = {"username": typed, "password": made.password}
    assert Client().post(reverse("login"), told).status_code == 302
    assert made.username == "fionaIX"


def test_roster_comes_as_a_file() -> None:
    course = make_course()
    url = reverse("classroom:roster", args=[course.pk])
    file = SimpleUploadedFile("class.csv", b"username\nann\n", content_type="text/csv")
    page = client_of(teacher()).post(url, {"file": file})
    assert [row.entry.username for row, _ in page.context["rows"]] == ["ann"]
    large = SimpleUploadedFile("class.csv", b"username\n" + b"x" * 300_000)
    assert "larger than" in text(client_of(teacher()).post(url, {"file": large}))
    assert "Choose a file or paste" in text(client_of(teacher()).post(url, {}))


def test_markup_in_a_roster_is_shown_as_text() -> None:
    page = text(take(make_course(), "username,name\nann,<script>alert(1)</script>"))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


# -- roles ------------------------------------------------------------------------------------


def test_class_keeps_an_instructor() -> None:
    course = make_course(make_user("ann"))
    own = Enrolment.objects.get(course=course, role="instructor")
    change = {"pseudonym": "X", "extra_time": 0, "actor": teacher(), "enrolment_id": own.pk}
    with pytest.raises(LastInstructor):
        change_enrolment(course, role="learner", **change)
    with pytest.raises(LastInstructor):
        remove_from_course(course, actor=teacher(), enrolment_id=own.pk)
    ann = Enrolment.objects.get(user__username="ann")
    change_enrolment(course, role="instructor", **{**change, "enrolment_id": ann.pk})
    remove_from_course(course, actor=teacher(), enrolment_id=own.pk)
    assert not teacher().has_perm("classroom.run_course", course)


def test_who_leaves_loses_the_class_and_keeps_the_work() -> None:
    work = make_pair()
    course = work.assignment.course
    coder = Enrolment.objects.get(user__username="coder")
    page = client_of(teacher()).post(
        reverse("classroom:remove_person", args=[course.pk, coder.pk]), follow=True
    )
    assert "no longer in the class" in text(page)
    client = client_of(make_user("coder"))
    assert client.get("/coder/").context["to_start"] == []
    assert client.get(reverse("coding:workbench", args=[work.attempt_id])).status_code == 200
    code = make_join_code(course, actor=teacher(), days=1).code
    join_course(make_user("coder"), typed=code)
    assert Enrolment.objects.get(pk=coder.pk).role == "learner"


def test_pseudonym_of_somebody_else_is_refused() -> None:
    course = make_course(make_user("ann"), make_user("bob"))
    ann, bob = (Enrolment.objects.get(user__username=name) for name in ("ann", "bob"))
    url = reverse("classroom:person", args=[course.pk, ann.pk])
    told = {"role": "learner", "extra_time": "50", "pseudonym": bob.pseudonym.upper()}
    page = client_of(teacher()).post(url, told)
    assert (page.status_code, "is called so" in text(page)) == (422, True)
    client_of(teacher()).post(url, told | {"pseudonym": "Otter"})
    ann = Enrolment.objects.get(pk=ann.pk)
    assert (ann.pseudonym, ann.extra_time) == ("Otter", 50)


def test_pseudonym_is_compared_as_the_database_does_and_by_who_writes_it() -> None:
    """A capital letter with a dot is a small i to PostgreSQL, and no form is asked meanwhile."""
    course = make_course(make_user("ann"), make_user("bob"))
    ann, bob = (Enrolment.objects.get(user__username=name).pk for name in ("ann", "bob"))
    told = {"actor": teacher(), "role": "learner", "extra_time": 0}
    change_enrolment(course, enrolment_id=ann, pseudonym="iris", **told)
    with pytest.raises(PseudonymTaken):
        change_enrolment(course, enrolment_id=bob, pseudonym="Iris", **told)
    with suppress(PseudonymTaken):
        change_enrolment(course, enrolment_id=bob, pseudonym="\u0130ris", **told)


def test_new_pseudonyms_are_dealt_to_all() -> None:
    course = make_course(*(make_user(name) for name in ("ann", "bob", "cy")))
    before = set(Enrolment.objects.values_list("pseudonym", flat=True))
    assert renew_pseudonyms(course, actor=teacher()) == 4
    after = Enrolment.objects.values_list("pseudonym", flat=True)
    assert len(set(after)) == 4
    assert set(after) != before


def test_password_is_renewed_only_where_the_roster_made_the_account() -> None:
    course = make_course(make_user("ann"))
    take(course, "username\nbob", action="take")
    ann, bob = (Enrolment.objects.get(user__username=name) for name in ("ann", "bob"))
    client = client_of(teacher())
    shown = client.post(reverse("classroom:password", args=[course.pk, bob.pk]))
    [made] = shown.context["made"]
    assert User.objects.get(username="bob").check_password(made.password)
    assert shown.headers["Cache-Control"].startswith("max-age=0")
    refused = client.post(reverse("classroom:password", args=[course.pk, ann.pk]))
    assert refused.status_code == 403


@pytest.mark.parametrize("role", ["instructor", "assistant"])
def test_password_of_an_account_that_sees_another_class_is_not_renewed(role: str) -> None:
    """Else whoever made the account could sign in to a class that is none of theirs."""
    course = make_course()
    take(course, "username\nbob", action="take")
    bob = Enrolment.objects.get(user__username="bob")
    elsewhere = make_course(instructor=make_user("other"))
    enrol(elsewhere, user=bob.user, role=Enrolment.Role(role))
    client, before = client_of(teacher()), User.objects.get(username="bob").password
    refused = client.post(reverse("classroom:password", args=[course.pk, bob.pk]))
    assert (refused.status_code, User.objects.get(username="bob").password) == (403, before)
    page = client.get(reverse("classroom:person", args=[course.pk, bob.pk]))
    assert "Make a new password" not in text(page)
    remove_from_course(
        elsewhere,
        actor=make_user("other"),
        enrolment_id=Enrolment.objects.get(course=elsewhere, user=bob.user).pk,
    )
    page = client.get(reverse("classroom:person", args=[course.pk, bob.pk]))
    assert "Make a new password" in text(page)


def test_password_of_who_may_start_classes_is_not_renewed() -> None:
    course = make_course()
    take(course, "username\nbob", action="take")
    bob = Enrolment.objects.get(user__username="bob")
    call_command("make_instructor", "bob", stdout=StringIO())
    refused = client_of(teacher()).post(reverse("classroom:password", args=[course.pk, bob.pk]))
    assert refused.status_code == 403


def test_assistant_runs_nothing() -> None:
    course = make_course(make_user("ann"))
    make_aide(course)
    for name in ("people", "roster", "settings", "new_assignment"):
        url = reverse(f"classroom:{name}", args=[course.pk])
        assert client_of(make_user("aide")).get(url).status_code == 403, name
    with pytest.raises(PermissionDenied):
        make_join_code(course, actor=make_user("aide"), days=1)


def make_aide(course: Course) -> None:
    Enrolment.objects.create(course=course, user=make_user("aide"), role="assistant", pseudonym="A")


# -- blind ------------------------------------------------------------------------------------


def test_blind_class_shows_its_staff_no_name_anywhere_but_under_people() -> None:
    coder = make_user("coder", display_name="Zebedee Quill")
    biller = make_user("biller", display_name="Wilma Fennimore")
    work = make_pair(coder, biller, course=make_course(coder, biller))
    course = work.assignment.course
    Course.objects.filter(pk=course.pk).update(is_blind=True)
    client = client_of(teacher())
    names = ("course", "attempts", "gradebook", "marking", "challenges", "assignments")
    pages = [reverse(f"classroom:{name}", args=[course.pk]) for name in names]
    pages += [
        reverse("coding:workbench", args=[work.attempt_id]),
        reverse("classroom:learner_marks", args=[course.pk, coder.pk]),
    ]
    pseudonym = Enrolment.objects.get(user=coder).pseudonym
    seen = "".join(text(client.get(url)) for url in pages)
    assert pseudonym in seen
    assert not [name for name in ("Zebedee", "Wilma") if name in seen]
    assert "Zebedee" in text(client.get(reverse("classroom:people", args=[course.pk])))
    own = text(client_of(coder).get(reverse("coding:workbench", args=[work.attempt_id])))
    assert "Zebedee" in own
    assert "Wilma" in own
