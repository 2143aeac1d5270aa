"""What an instructor, or a learner who joins, may type."""

from sandbox.classroom.forms.assignments import (
    AssignmentForm,
    CaseFilterForm,
    ExtensionForm,
    PairsForm,
)
from sandbox.classroom.forms.courses import (
    CopyForm,
    CourseForm,
    EnrolmentForm,
    JoinCodeForm,
    JoinForm,
    MessageForm,
    NoticeForm,
    RosterForm,
)
from sandbox.classroom.forms.marking import KeptCommentForm, OverrideForm
from sandbox.classroom.forms.weights import WeightsForm

__all__ = [
    "AssignmentForm",
    "CaseFilterForm",
    "CopyForm",
    "CourseForm",
    "EnrolmentForm",
    "ExtensionForm",
    "JoinCodeForm",
    "JoinForm",
    "KeptCommentForm",
    "MessageForm",
    "NoticeForm",
    "OverrideForm",
    "PairsForm",
    "RosterForm",
    "WeightsForm",
]
