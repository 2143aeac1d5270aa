"""The only writers of cases, attempts, codings and marks."""

from coding.services.attempts import set_scenario_date, start_attempt, use_hint
from coding.services.cases import Loaded, load_case
from coding.services.coding import finalise_coding, return_to_coder, save_draft
from coding.services.desk import Outcome, work_sheet
from coding.services.marks import mark_coding, release_marks
from coding.services.refusals import (
    AlreadyReturned,
    CodingClosed,
    DateBack,
    EmptySheet,
    NoHint,
    NoReason,
    NothingCoded,
    StaleDraft,
)

__all__ = [
    "AlreadyReturned",
    "CodingClosed",
    "DateBack",
    "EmptySheet",
    "Loaded",
    "NoHint",
    "NoReason",
    "NothingCoded",
    "Outcome",
    "StaleDraft",
    "finalise_coding",
    "load_case",
    "mark_coding",
    "release_marks",
    "return_to_coder",
    "save_draft",
    "set_scenario_date",
    "start_attempt",
    "use_hint",
    "work_sheet",
]
