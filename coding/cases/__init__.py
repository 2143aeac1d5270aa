"""Teaching cases: one Markdown file each, with its encounter, its key and its coverage. PURE."""

from coding.cases.answers import answer_with, right_answer
from coding.cases.key import Key, KeyDiagnosis, KeyProcedure, Quote, Role, read_key
from coding.cases.lint import lint_case
from coding.cases.model import (
    Case,
    Change,
    ClaimFacts,
    CoverageFacts,
    DrugFacts,
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
    ScriptedQuery,
    Teaches,
)
from coding.cases.reader import key_digest, parse_case
from coding.cases.twins import Twins
from coding.cases.words import Mess

__all__ = [
    "Case",
    "Change",
    "ClaimFacts",
    "CoverageFacts",
    "DrugFacts",
    "Encounter",
    "Expected",
    "Grant",
    "Insured",
    "Key",
    "KeyDiagnosis",
    "KeyProcedure",
    "LineChange",
    "Mess",
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
    "ScriptedQuery",
    "Teaches",
    "Twins",
    "answer_with",
    "key_digest",
    "lint_case",
    "parse_case",
    "read_key",
    "right_answer",
]
