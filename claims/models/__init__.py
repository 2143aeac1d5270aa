"""The rows of the biller's desk."""

from claims.models.appeal import Appeal
from claims.models.books import PostingSlip, WriteOffRequest
from claims.models.claim import Claim, ClaimState, Disposition
from claims.models.comment import BoxComment
from claims.models.coverage import (
    Authorization,
    AuthorizationRequest,
    CounterEntry,
    Coverage,
    EligibilityCheck,
)
from claims.models.diagnosis import Diagnosis
from claims.models.event import ClaimEvent
from claims.models.ledger import Installment, LedgerEntry, PaymentPlan, Statement
from claims.models.mark import BillingMark, BillingMarkPart
from claims.models.remittance import Adjustment, Remittance, RemittanceLine
from claims.models.setup import BillingSetup
from claims.models.submission import Acknowledgment, InformationRequest, Submission

__all__ = [
    "Acknowledgment",
    "Adjustment",
    "Appeal",
    "Authorization",
    "AuthorizationRequest",
    "BillingMark",
    "BillingMarkPart",
    "BillingSetup",
    "BoxComment",
    "Claim",
    "ClaimEvent",
    "ClaimState",
    "CounterEntry",
    "Coverage",
    "Diagnosis",
    "Disposition",
    "EligibilityCheck",
    "InformationRequest",
    "Installment",
    "LedgerEntry",
    "PaymentPlan",
    "PostingSlip",
    "Remittance",
    "RemittanceLine",
    "Statement",
    "Submission",
    "WriteOffRequest",
]
