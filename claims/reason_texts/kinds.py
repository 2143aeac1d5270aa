"""The shapes of the explanations in ``claims.reasons``."""

from dataclasses import dataclass
from enum import StrEnum


class BusinessScenario(StrEnum):
    """What a reason is about. The first four are those of CAQH CORE; SETTLEMENT is no denial."""

    DOCUMENTATION = "more documentation needed"
    DATA = "missing or invalid data"
    NOT_COVERED = "service not covered"
    NOT_SEPARATE = "service not separately payable"
    ELIGIBILITY = "eligibility and other payers"
    TIMELINESS = "timeliness and duplicates"
    SETTLEMENT = "contract and cost share"


class Action(StrEnum):
    """What a biller can do next about an amount."""

    NEW_CLAIM = "new_claim"
    CORRECT = "correct"
    VOID = "void"
    APPEAL = "appeal"
    BILL_OTHER_PAYER = "bill_other_payer"
    BILL_PATIENT = "bill_patient"
    WRITE_OFF = "write_off"
    SEND_RECORDS = "send_records"
    STATUS_CHECK = "status_check"
    AUTHORIZE = "authorize"


@dataclass(frozen=True)
class Reason:
    """An adjustment reason: what it says, what it teaches, what to do next.

    ``action`` is the usual one; the case decides what is right.
    """

    code: str
    scenario: BusinessScenario
    action: Action
    says: str
    teaches: str
    next_step: str


@dataclass(frozen=True)
class Remark:
    """A remark that makes a reason precise."""

    code: str
    says: str
    next_step: str = ""


@dataclass(frozen=True)
class Group:
    """Who bears an amount, and what may be done with it."""

    code: str
    bears: str
    says: str


@dataclass(frozen=True)
class Status:
    """What the front door says when it turns a claim back."""

    code: str
    says: str
    next_step: str
