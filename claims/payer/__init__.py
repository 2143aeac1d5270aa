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

__all__ = [
    "Adjustment",
    "Answer",
    "LineAnswer",
    "NothingPended",
    "OutOfBalance",
    "Outcome",
    "answer",
    "as_json",
    "coverage_after",
    "finding_json",
    "lapse",
    "reversal",
]
