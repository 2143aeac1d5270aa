"""What an instructor tells the class, and the two desks each other."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coding.conflicts import Conflict
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Message, Notice, Work
from sandbox.classroom.services.permission import MARK, MOVE, require


class ClassIsOver(Conflict):
    """In an archived class no message is added."""

    title = "The class is over"
    advice = "You can still see your work and marks."
    way_on = "Back to the work"


@transaction.atomic
def tell_class(course: Course, *, actor: User, text: str) -> Notice:
    """Show every learner of the class a notice. Raises PermissionDenied without
    `classroom.move_class`."""
    require(actor, MOVE, course)
    return Notice.objects.create(course=course, text=text, told_by=actor)


@transaction.atomic
def take_notice_back(course: Course, *, actor: User, notice_id: int) -> None:
    """Show a notice to nobody any more."""
    require(actor, MOVE, course)
    Notice.objects.filter(course=course, pk=notice_id, ended_at=None).update(
        ended_at=timezone.now()
    )


@transaction.atomic
def put_notice_away(notice: Notice, *, user: User) -> None:
    """The user has read it."""
    notice.seen_by.add(user)


@transaction.atomic
def send_message(work: Work, *, sender: User, text: str) -> Message:
    """A word to the other desk of a piece of work, also while the class is paused. Raises
    PermissionDenied for who sits at neither desk of it and does not mark it, ClassIsOver (409)."""
    is_seated = work.seats.filter(user=sender).exists()
    if not is_seated and not sender.has_perm(MARK, work.attempt):
        raise PermissionDenied("Only the two desks of a case write to each other")
    if work.assignment is not None and work.assignment.course.is_archived:
        raise ClassIsOver(
            f"{work.assignment.course} is over. Your message was not sent.",
            url=reverse("coding:workbench", args=[work.attempt_id]),
            typed=text,
        )
    return Message.objects.create(work=work, sender=sender, text=text)
