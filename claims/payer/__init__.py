"""The simulated payer. PURE: a scenario in, an answer out; rules decide, never dice.

``answer`` decides a claim, ``lapse`` what happens when nobody answers a request, ``explain`` says
what caused each dollar, ``decide_appeal`` reads an appeal; ``as_json`` prints an answer.
"""

from claims.payer.adjudicate import NothingPended, answer, coverage_after, lapse
from claims.payer.answer import (
    Adjustment,
    Answer,
    LineAnswer,
    Outcome,
    OutOfBalance,
    as_json,
    finding_json,
    reversal,
)
from claims.payer.appeals import AppealDecision, Decision, Ground, appeal_deadline, decide_appeal
from claims.payer.trace import Cause, explain

__all__ = [
    "Adjustment",
    "Answer",
    "AppealDecision",
    "Cause",
    "Decision",
    "Ground",
    "LineAnswer",
    "NothingPended",
    "OutOfBalance",
    "Outcome",
    "answer",
    "appeal_deadline",
    "as_json",
    "coverage_after",
    "decide_appeal",
    "explain",
    "finding_json",
    "lapse",
    "reversal",
]
