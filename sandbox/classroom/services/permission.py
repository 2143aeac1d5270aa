"""Ask before writing: the same words wherever a class is not one's own to change."""

from django.core.exceptions import PermissionDenied

from sandbox.accounts.models import User
from sandbox.classroom.models import Course

RUN = "classroom.run_course"
MOVE = "classroom.move_class"
MARK = "classroom.mark_work"


def require(actor: User, perm: str, course: Course) -> None:
    """Raises PermissionDenied without `perm` on the course."""
    if not actor.has_perm(perm, course):
        raise PermissionDenied("This class is not yours to run")
