"""What the pages of the classroom show: frozen rows, a constant number of statements whatever the
size of the class."""

from sandbox.classroom.queries.courses import (
    CourseCard,
    course_attempts,
    courses_taught,
    waiting_challenges,
    write_offs_to_approve,
)
from sandbox.classroom.queries.learners import (
    STAFF,
    assigned_to_start,
    enrolments_of,
    first_desk,
    messages_to,
    seated_attempts,
    set_to,
    teaches,
)

__all__ = [
    "STAFF",
    "CourseCard",
    "assigned_to_start",
    "course_attempts",
    "courses_taught",
    "enrolments_of",
    "first_desk",
    "messages_to",
    "seated_attempts",
    "set_to",
    "teaches",
    "waiting_challenges",
    "write_offs_to_approve",
]
