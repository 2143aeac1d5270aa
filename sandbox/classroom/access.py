"""Fetch courses and assignments through permission."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from coding.access import Visitor, check_access
from coding.conflicts import lock_row
from sandbox.classroom.models import Assignment, Course, Enrolment

M = TypeVar("M", bound=Model)


def get_course_for(user: Visitor, pk: int, perm: str = "classroom.view_course") -> Course:
    """The course, if the user is on its staff and holds `perm`; Http404, PermissionDenied."""
    course = get_object_or_404(Course, pk=pk)
    check_access(user, course, view="classroom.view_course", perm=perm)
    return course


def may_teach(user: Visitor) -> bool:
    """The user may start classes and write cases: somebody made them an instructor, of a class or
    by `make_instructor`. Not everybody may, for instructors see answer keys."""
    instructs = Enrolment.objects.filter(user=user.pk, role=Enrolment.Role.INSTRUCTOR)
    return user.has_perm("classroom.add_course") or instructs.exists()


def require_teaching(user: Visitor) -> None:
    """Raises PermissionDenied for who may not teach."""
    if not may_teach(user):
        raise PermissionDenied(
            "This is for instructors, because they see answer keys. Ask whoever runs the server to "
            "make you one (manage.py make_instructor), or an instructor to add you to a class."
        )


def get_assignment_for(user: Visitor, pk: int) -> Assignment:
    """The assignment, if the user may start its work; Http404 otherwise."""
    assignment = get_object_or_404(Assignment.objects.select_related("course"), pk=pk)
    perm = "classroom.join_work"
    check_access(user, assignment.course, view=perm, perm=perm)
    return assignment


def get_assignment_taught(user: Visitor, pk: int, perm: str) -> Assignment:
    """The assignment, if the user is on the staff of its course and holds `perm`; Http404,
    PermissionDenied."""
    assignment = get_object_or_404(Assignment.objects.select_related("course"), pk=pk)
    check_access(user, assignment.course, view="classroom.view_course", perm=perm)
    return assignment


@contextmanager
def changing(request: HttpRequest, row: M) -> Iterator[M]:
    """The row that a form changes, or to which it belongs: to show or to make it, as it is; for a
    post read anew and locked until what is typed is stored, so that nobody's change comes between.
    Raises Gone."""
    if request.method != "POST" or row.pk is None:
        yield row
        return
    with transaction.atomic():
        yield lock_row(type(row)._default_manager.all(), pk=row.pk)
