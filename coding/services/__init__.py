"""The only writers of cases, attempts, codings and marks."""

from coding.services.attempts import set_scenario_date, start_attempt, start_audit, use_hint
from coding.services.cases import Loaded, load_case
from coding.services.challenges import challenge_finding, decide_challenge, see_decision
from coding.services.coding import finalise_coding, return_to_coder, save_draft, step_draft
from coding.services.commenting import comment_passage, remove_comment
from coding.services.desk import Outcome, work_sheet
from coding.services.erasing import erasing
from coding.services.keeping import keep_code
from coding.services.marks import give_feedback, mark_coding, release_marks
from coding.services.querying import answer_query, ask_provider, record_of
from coding.services.refusals import (
    AlreadyDecided,
    AlreadyReturned,
    CodingClosed,
    DateBack,
    EmptySheet,
    KeyUnfit,
    NoAuditReasons,
    NoHint,
    NoReason,
    NoSuchFinding,
    NothingCoded,
    NothingToAudit,
    NotInNote,
    OtherQuerySent,
    StaleDraft,
    TooManyKept,
    TooManyQueries,
    UnfairQuery,
)
from coding.services.remarking import (
    Difference,
    differing_marks,
    mend_key,
    preview_remarking,
    propose_key,
    remark_batch,
    see_change,
    start_remarking,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyReturned",
    "CodingClosed",
    "DateBack",
    "Difference",
    "EmptySheet",
    "KeyUnfit",
    "Loaded",
    "NoAuditReasons",
    "NoHint",
    "NoReason",
    "NoSuchFinding",
    "NotInNote",
    "NothingCoded",
    "NothingToAudit",
    "OtherQuerySent",
    "Outcome",
    "StaleDraft",
    "TooManyKept",
    "TooManyQueries",
    "UnfairQuery",
    "answer_query",
    "ask_provider",
    "challenge_finding",
    "comment_passage",
    "decide_challenge",
    "differing_marks",
    "erasing",
    "finalise_coding",
    "give_feedback",
    "keep_code",
    "load_case",
    "mark_coding",
    "mend_key",
    "preview_remarking",
    "propose_key",
    "record_of",
    "release_marks",
    "remark_batch",
    "remove_comment",
    "return_to_coder",
    "save_draft",
    "see_change",
    "see_decision",
    "set_scenario_date",
    "start_attempt",
    "start_audit",
    "start_remarking",
    "step_draft",
    "use_hint",
    "work_sheet",
]
