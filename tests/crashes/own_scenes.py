"""Scenes of accounts, of cases that one writes, and of what is removed when it is old."""

from datetime import timedelta

from django.utils import timezone

from claims.models import Claim
from coding.models import Attempt
from sandbox import retention
from sandbox.accounts import erasing
from sandbox.accounts import services as accounts
from sandbox.accounts.models import User
from sandbox.authoring import services as authoring
from sandbox.authoring.models import DraftCase
from sandbox.authoring.template import new_case
from sandbox.classroom import services
from sandbox.classroom.models import Course
from sandbox.classroom.player import Goal, play
from tests.crashes.scene import Scene, scene
from tests.factories import make_course, make_pair, make_practice, make_user

WHY = "For the test."
LONG_AGO = timedelta(days=400)


def draft() -> DraftCase:
    """A case that its author writes."""
    make_course(instructor=make_user("author"))
    return authoring.begin_draft(make_user("author"), source=new_case(slug="own-case"))


def tried() -> DraftCase:
    """The same after its author tried it."""
    row = draft()
    authoring.try_draft(row, as_biller=True)
    return DraftCase.objects.get(pk=row.pk)


def talked() -> User:
    """A learner with practice of their own and a shared claim that was talked about."""
    coder = make_user("coder")
    work = make_pair(coder)
    play(work, goal=Goal.CLOSED, slip=work.attempt.parsed().pitfalls[0])
    services.send_message(work, sender=coder, text=WHY)
    play(make_practice(coder, slug="tired-anemia-query"), goal=Goal.CODED)
    return coder


def long_ago() -> object:
    """A class, practice and accounts of which nobody has heard for long."""
    play(make_pair(), goal=Goal.SENT)
    play(make_practice(make_user("lone")), goal=Goal.CODED)
    then = timezone.now() - LONG_AGO
    Attempt.objects.update(touched_at=then)
    Claim.objects.update(moved_at=then)
    User.objects.update(date_joined=then)
    Course.objects.update(archived_at=then)
    return then + timedelta(days=30)


SCENES: tuple[Scene, ...] = (
    scene(accounts.rename_user, make_user, lambda user: user, display_name="Other"),
    scene(accounts.end_sessions, make_user, lambda user: user),
    scene(accounts.change_password, make_user, lambda user: user, password="another-one-4"),
    scene(erasing.erase_account, talked, lambda user: user),
    scene(
        authoring.begin_draft,
        lambda: make_user("author"),
        lambda user: user,
        source=new_case(slug="own-case"),
    ),
    scene(
        authoring.save_draft_case,
        draft,
        lambda row: row,
        source=new_case(slug="better-case"),
        expected_version=1,
    ),
    scene(authoring.publish_draft, draft, lambda row: row),
    scene(authoring.try_draft, draft, lambda row: row, as_biller=True),
    scene(authoring.delete_draft, tried, lambda row: row),
    scene(retention.remove_old, long_ago, lambda before: before, in_parts=True),
)
