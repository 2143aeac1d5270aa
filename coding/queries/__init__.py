"""What the coder's pages show, as frozen dataclasses."""

from coding.queries.changes import ChangedMark, news_of
from coding.queries.codes import clamp_day, code_index, code_page, search_codes
from coding.queries.marks import MarksPage, marks_page
from coding.queries.workbench import (
    Workbench,
    draft_view,
    encounter,
    sheet_after,
    workbench,
    workbench_after,
)
from coding.queries.worklist import Stage, Worklist, WorkRow, worklist

__all__ = [
    "ChangedMark",
    "MarksPage",
    "Stage",
    "WorkRow",
    "Workbench",
    "Worklist",
    "clamp_day",
    "code_index",
    "code_page",
    "draft_view",
    "encounter",
    "marks_page",
    "news_of",
    "search_codes",
    "sheet_after",
    "workbench",
    "workbench_after",
    "worklist",
]
