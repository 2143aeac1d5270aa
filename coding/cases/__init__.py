"""Teaching cases: one Markdown file each, with its encounter, its key and its coverage. PURE."""

from coding.cases.answers import answer_with, right_answer
from coding.cases.key import Key, KeyDiagnosis, KeyProcedure, Quote, Role, read_key
from coding.cases.lint import lint_case
from coding.cases.model import (
    Case,
    Change,
    ClaimFacts,
    CoverageFacts,
    Encounter,
    Expected,
    Grant,
    Insured,
    LineChange,
    PastService,
    PatientFacts,
    PatientPays,
    PayerSlip,
    Pitfall,
    Problem,
    Registration,
    RequestableGrant,
    Teaches,
)
from coding.cases.reader import key_digest, parse_case

__all__ = [
    "Case",
    "Change",
    "ClaimFacts",
    "CoverageFacts",
    "Encounter",
    "Expected",
    "Grant",
    "Insured",
    "Key",
    "KeyDiagnosis",
    "KeyProcedure",
    "LineChange",
    "PastService",
    "PatientFacts",
    "PatientPays",
    "PayerSlip",
    "Pitfall",
    "Problem",
    "Quote",
    "Registration",
    "RequestableGrant",
    "Role",
    "Teaches",
    "answer_with",
    "key_digest",
    "lint_case",
    "parse_case",
    "read_key",
    "right_answer",
]
