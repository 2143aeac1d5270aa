"""The claim and its lifecycle: every state, every move, and who may make it, on one screen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q, Sum
from django_fsm import GET_STATE, FSMField, transition

from claims.content import ClaimContent
from claims.money import ZERO, cents
from claims.scrubber import Strength
from coding.models import Attempt, CodingVersion


class ClaimState(models.TextChoices):
    """Where a claim stands. Rejected is not denied: a rejected claim never got a number."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    REJECTED = "rejected", "Rejected"
    PENDED = "pended", "Pended"
    DENIED = "denied", "Denied"
    CORRECTED = "corrected", "Corrected"
    APPEALED = "appealed", "Appealed"
    PAID = "paid", "Paid"
    CLOSED = "closed", "Closed"


class Disposition(models.TextChoices):
    """How a closed claim ended."""

    PAID_IN_FULL = "paid_in_full", "Paid in full"
    WRITTEN_OFF = "written_off", "Written off"
    VOIDED = "voided", "Voided"
    COLLECTIONS = "collections", "Collections"


S = ClaimState
ANSWERED = [S.PAID, S.DENIED]


def _no_person(_claim: models.Model, _user: object) -> bool:
    """Moves of the payer and of the calendar: nobody's button."""
    return False


def _move(
    *,
    by: str,
    source: list[ClaimState],
    target: Any,
    conditions: tuple[Callable[[Any], bool], ...] = (),
    permission: str = "",
    label: str = "",
) -> Any:
    """One row of the lifecycle table: a django-fsm transition with its desk and its label."""
    return transition(
        field="state",
        source=source,
        target=target,
        conditions=list(conditions),
        permission=f"claims.{permission}" if permission else _no_person,
        custom={"by": by, "label": label},
    )


def has_claim_number(claim: "Claim") -> bool:
    """The payer accepted it once, so there is something to replace, void or appeal."""
    return bool(claim.icn)


def was_answered(claim: "Claim") -> bool:
    """An earlier answer can stand."""
    return bool(claim.state_before)


def is_inside_correction_window(claim: "Claim") -> bool:
    """The payer still takes a corrected claim on the scenario date."""
    return claim.correct_until is None or claim.attempt.scenario_date <= claim.correct_until


def has_appeal_level(claim: "Claim") -> bool:
    """The payer has a next level of appeal; a late letter may be sent, and is answered as late."""
    return claim.appeal_until is not None


def is_settled(claim: "Claim") -> bool:
    """Nothing is owed by anyone."""
    return claim.balance() == 0


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims with what most pages need of them."""

    def with_case(self) -> Self:
        """With attempt and case; the case's long text stays where it is until somebody asks."""
        with_case = self.select_related("attempt__case_version__case")
        return with_case.defer("attempt__case_version__source")


class Claim(models.Model):
    """The bill to one payer for one attempt. State lives here and only `advance` moves it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="claims")
    sequence = models.PositiveSmallIntegerField(default=1, help_text="1 is the primary payer's")
    coding_version = models.ForeignKey(CodingVersion, on_delete=models.PROTECT, related_name="+")
    state = FSMField(
        max_length=10, choices=ClaimState.choices, default=ClaimState.DRAFT, protected=True
    )
    version = models.PositiveIntegerField(default=0)
    content = models.JSONField(help_text="The boxes as they stand now")
    scrubber = models.CharField(
        max_length=6, choices=[(s.value, s.value) for s in Strength], default=Strength.FULL.value
    )
    icn = models.CharField(max_length=20, blank=True, help_text="The payer's claim number")
    received_on = models.DateField(null=True, blank=True)
    correct_until = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    state_before = models.CharField(
        max_length=10, choices=ClaimState.choices, blank=True, help_text="Where cancel returns to"
    )
    disposition = models.CharField(max_length=12, choices=Disposition.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True, help_text="When something was last done to it")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "sequence"], name="one_claim_a_payer"),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values), name="claim_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "denied", "pended", "appealed"]) | ~Q(icn=""),
                name="answered_claim_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state="closed") ^ Q(disposition=""), name="closed_says_how"
            ),
        ]
        permissions = [
            ("open_claim", "Can open a claim from finalised codes"),
            ("prepare_claim", "Can edit, check coverage and ask for authorisation"),
            ("submit_claim", "Can send a claim"),
            ("correct_claim", "Can open, cancel and resend a correction"),
            ("answer_payer", "Can send information to the payer"),
            ("appeal_claim", "Can appeal"),
            ("void_claim", "Can void a claim"),
            ("post_money", "Can post remittances and payments"),
            ("bill_patient", "Can send statements"),
            ("write_off_claim", "Can write off small amounts"),
            ("approve_write_off", "Can write off any amount"),
            ("reopen_claim", "Can reopen a closed claim"),
            ("choose_scrubber", "Can choose how strict the scrubber is"),
            ("choose_posting", "Can choose how remittances are posted"),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"

    @property
    def boxes(self) -> ClaimContent:
        """The claim's boxes as they stand now."""
        return ClaimContent.from_json(self.content)

    def balance(self) -> Decimal:
        """What is still owed, in dollars: the sum of the ledger, in whole cents.

        SQLite adds decimals up as floats, so the sum is brought back to cents here.
        """
        return cents(self.ledger.aggregate(sum=Sum("amount"))["sum"] or ZERO)

    # The lifecycle. `advance` checks, runs and logs these; their bodies touch only self.

    @_move(
        by="biller",
        source=[S.DRAFT, S.REJECTED],
        target=S.SUBMITTED,
        permission="submit_claim",
        label="Send claim",
    )
    def submit(self) -> None:
        """Send the claim as an original."""

    @_move(by="payer", source=[S.SUBMITTED], target=S.REJECTED)
    def reject(self) -> None:
        """The front door turns it back: no number."""

    @_move(by="payer", source=[S.SUBMITTED], target=None)
    def accept(self, *, icn: str, on: date) -> None:
        """The front door lets it in: a claim number, and the date that proves timely filing."""
        self.icn, self.received_on = icn, self.received_on or on

    @_move(by="payer", source=[S.SUBMITTED], target=S.PENDED, conditions=(has_claim_number,))
    def request_information(self) -> None:
        """The payer waits for something."""

    @_move(
        by="biller",
        source=[S.PENDED],
        target=S.SUBMITTED,
        permission="answer_payer",
        label="Send information",
    )
    def send_information(self) -> None:
        """What the payer asked for goes out."""

    @_move(by="payer", source=[S.PENDED], target=S.DENIED)
    def let_lapse(self) -> None:
        """Nothing came by the due date."""

    @_move(by="payer", source=[S.SUBMITTED], target=S.PAID, conditions=(has_claim_number,))
    def pay(self) -> None:
        """Adjudicated, at least one line payable."""

    @_move(by="payer", source=[S.SUBMITTED], target=S.DENIED, conditions=(has_claim_number,))
    def deny(self) -> None:
        """Adjudicated, nothing payable."""

    @_move(
        by="payer",
        source=[S.SUBMITTED],
        target=GET_STATE(lambda self: self.state_before, states=ANSWERED),
        conditions=(has_claim_number, was_answered),
    )
    def refuse_duplicate(self) -> None:
        """A new original beside an answered claim: the earlier answer stands."""

    @_move(
        by="biller",
        source=ANSWERED,
        target=S.CORRECTED,
        conditions=(has_claim_number, is_inside_correction_window),
        permission="correct_claim",
        label="Open a corrected claim",
    )
    def open_correction(self) -> None:
        """Begin a replacement; remembers where cancel returns to."""
        self.state_before = self.state

    @_move(
        by="biller",
        source=[S.CORRECTED],
        target=GET_STATE(lambda self: self.state_before, states=ANSWERED),
        permission="correct_claim",
        label="Cancel the correction",
    )
    def cancel_correction(self) -> None:
        """Nothing was sent: back to where it was."""

    @_move(
        by="biller",
        source=[S.CORRECTED],
        target=S.SUBMITTED,
        permission="correct_claim",
        label="Send corrected claim",
    )
    def resubmit(self) -> None:
        """Send the replacement (or a new original where the payer wants one)."""

    @_move(
        by="biller",
        source=ANSWERED,
        target=S.APPEALED,
        conditions=(has_claim_number, has_appeal_level),
        permission="appeal_claim",
        label="Appeal",
    )
    def appeal(self) -> None:
        """Ask the payer to decide again, with a letter and evidence."""
        self.state_before = self.state

    @_move(by="payer", source=[S.APPEALED], target=S.PAID)
    def overturn(self) -> None:
        """The appeal is won."""

    @_move(
        by="payer",
        source=[S.APPEALED],
        target=GET_STATE(lambda self: self.state_before, states=ANSWERED),
    )
    def uphold(self) -> None:
        """The appeal is lost: the earlier answer stands."""

    @_move(
        by="biller",
        source=ANSWERED,
        target=S.CLOSED,
        conditions=(has_claim_number,),
        permission="void_claim",
        label="Void the claim",
    )
    def void(self) -> None:
        """Take the claim back; the payer recoups what it paid."""
        self.state_before, self.disposition = self.state, Disposition.VOIDED

    @_move(
        by="biller",
        source=ANSWERED,
        target=None,
        permission="bill_patient",
        label="Bill the patient",
    )
    def bill_patient(self) -> None:
        """Send a statement for what the payer left to the patient."""

    @_move(
        by="biller", source=ANSWERED, target=None, permission="write_off_claim", label="Write off"
    )
    def write_off(self) -> None:
        """Give up an amount, with a reason."""

    @_move(by="system", source=ANSWERED, target=S.CLOSED, conditions=(is_settled,))
    def close(self, *, disposition: Disposition) -> None:
        """The balance is zero."""
        self.state_before, self.disposition = self.state, disposition

    @_move(
        by="instructor",
        source=[S.CLOSED],
        target=GET_STATE(lambda self: self.state_before, states=ANSWERED),
        permission="reopen_claim",
        label="Reopen",
    )
    def reopen(self) -> None:
        """Back to where it was closed from."""
        self.disposition = ""
