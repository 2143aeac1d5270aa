"""Fetch courses and assignments through permission."""

from django.http import Http404

from coding.access import Visitor, check_access
from sandbox.classroom.models import Assignment, Course


def get_course_for(user: Visitor, pk: int, perm: str = "classroom.view_course") -> Course:
    """The course, if the user is on its staff and holds `perm`; Http404, PermissionDenied."""
    course = Course.objects.filter(pk=pk).first()
    if course is None:
        raise Http404("No such course")
    check_access(user, course, view="classroom.view_course", perm=perm)
    return course


def get_assignment_for(user: Visitor, pk: int) -> Assignment:
    """The assignment, if the user may start its work; Http404 otherwise."""
    assignment = Assignment.objects.select_related("course").filter(pk=pk).first()
    if assignment is None:
        raise Http404("No such assignment")
    perm = "classroom.join_work"
    check_access(user, assignment.course, view=perm, perm=perm)
    return assignment


def get_assignment_taught(user: Visitor, pk: int, perm: str) -> Assignment:
    """The assignment, if the user is on the staff of its course and holds `perm`; Http404,
    PermissionDenied."""
    assignment = Assignment.objects.select_related("course").filter(pk=pk).first()
    if assignment is None:
        raise Http404("No such assignment")
    check_access(user, assignment.course, view="classroom.view_course", perm=perm)
    return assignment
