"""What the coder's pages show, as frozen dataclasses."""

from coding.queries.at_hand import AtHand, codes_at_hand, is_kept
from coding.queries.auditing import AuditPage, audit_changes
from coding.queries.challenges import ChallengeView, challenges_at, decisions_for
from coding.queries.changes import ChangedMark, news_of
from coding.queries.codes import CodePage, clamp_day, code_index, code_page, search_codes
from coding.queries.feedback import Feedback, feedback_of
from coding.queries.marks import MarksPage, marks_page
from coding.queries.provider import QueryMarks, QueryView, queries_of, query_marks
from coding.queries.workbench import (
    Workbench,
    draft_view,
    encounter,
    note_passages,
    sheet_after,
    workbench,
    workbench_after,
)
from coding.queries.worklist import Stage, Worklist, WorkRow, worklist

__all__ = [
    "AtHand",
    "AuditPage",
    "ChallengeView",
    "ChangedMark",
    "CodePage",
    "Feedback",
    "MarksPage",
    "QueryMarks",
    "QueryView",
    "Stage",
    "WorkRow",
    "Workbench",
    "Worklist",
    "audit_changes",
    "challenges_at",
    "clamp_day",
    "code_index",
    "code_page",
    "codes_at_hand",
    "decisions_for",
    "draft_view",
    "encounter",
    "feedback_of",
    "is_kept",
    "marks_page",
    "news_of",
    "note_passages",
    "queries_of",
    "query_marks",
    "search_codes",
    "sheet_after",
    "workbench",
    "workbench_after",
    "worklist",
]
