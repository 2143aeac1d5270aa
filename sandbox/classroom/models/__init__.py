"""Courses, who is in them, what is set, whose work an attempt is, and what an instructor says."""

from sandbox.classroom.models.assignment import (
    NOTES,
    Assignment,
    AssignmentCase,
    Counts,
    Extension,
    LateRule,
    Mode,
    Pair,
    Release,
)
from sandbox.classroom.models.course import Course, Enrolment, JoinCode, JoinTry, Notice
from sandbox.classroom.models.keys import CourseKey, CourseRemarking
from sandbox.classroom.models.marking import KeptComment, MarkOverride
from sandbox.classroom.models.moving import ClassMove
from sandbox.classroom.models.partner import ScriptedPartner, Skill
from sandbox.classroom.models.work import Message, Seat, Work

__all__ = [
    "NOTES",
    "Assignment",
    "AssignmentCase",
    "ClassMove",
    "Counts",
    "Course",
    "CourseKey",
    "CourseRemarking",
    "Enrolment",
    "Extension",
    "JoinCode",
    "JoinTry",
    "KeptComment",
    "LateRule",
    "MarkOverride",
    "Message",
    "Mode",
    "Notice",
    "Pair",
    "Release",
    "ScriptedPartner",
    "Seat",
    "Skill",
    "Work",
]
