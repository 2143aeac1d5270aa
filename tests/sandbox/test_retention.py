"""What is old goes, what is young stays, and a dry run changes nothing."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.models import Claim
from coding.models import Attempt
from sandbox.accounts.models import User
from sandbox.classroom.models import Course
from sandbox.classroom.player import Goal, play
from tests.factories import make_course, make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


def retain(*args: str) -> str:
    out = io.StringIO()
    call_command("retain", "--months", "12", *args, stdout=out)
    return out.getvalue()


def age() -> None:
    """Everything that is there happened long ago."""
    then = timezone.now() - LONG_AGO
    Attempt.objects.update(touched_at=then)
    Claim.objects.update(moved_at=then)
    User.objects.update(date_joined=then)


def test_old_class_old_practice_and_unused_accounts_go() -> None:
    old = make_pair(course=make_course(make_user("coder"), make_user("biller")))
    play(old, goal=Goal.CLOSED)
    play(make_practice(make_user("lone")), goal=Goal.CLOSED)
    age()
    Course.objects.update(archived_at=timezone.now() - LONG_AGO)
    young = make_pair(
        make_user("new"), make_user("newer"), course=make_course(instructor=make_user("other"))
    )
    told = retain("--dry-run")
    assert "would go" in told
    assert Attempt.objects.count() == 3
    gone = retain()
    assert gone.replace("went", "would go") == told
    assert list(Attempt.objects.values_list("pk", flat=True)) == [young.attempt_id]
    assert Course.objects.count() == 1
    names = User.objects.filter(is_active=True).values_list("username", flat=True)
    assert set(names) == {"new", "newer", "other"}
    assert retain().startswith("0 rows")


def test_young_things_stay() -> None:
    make_pair()
    make_practice(make_user("lone"))
    Course.objects.update(archived_at=timezone.now() - timedelta(days=10))
    assert retain().startswith("0 rows")


def test_class_that_goes_on_keeps_its_old_work_and_people() -> None:
    make_pair()
    age()
    assert retain().startswith("0 rows")


def test_practice_that_is_billed_now_is_not_old() -> None:
    work = make_practice(make_user("lone"))
    play(work, goal=Goal.OPENED)
    age()
    User.objects.update(last_login=timezone.now())
    Claim.objects.update(moved_at=timezone.now())
    assert retain().startswith("0 rows")


def test_months_must_make_sense() -> None:
    with pytest.raises(CommandError):
        call_command("retain", "--months", "0")
