"""The claim as it was sent. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claims.money import ZERO


@dataclass(frozen=True, kw_only=True)
class PriorPayment:
    """What an earlier payer did with a line: its payment and its contractual adjustments."""

    paid: Decimal
    contractual: Decimal = ZERO

    @classmethod
    def of(cls, paid: Decimal, taken: Iterable[tuple[str, Decimal]]) -> "PriorPayment":
        """From a remittance's line: its payment, and its adjustments as (group, dollars). What was
        neither paid nor left to the patient counts as the contract's."""
        return cls(
            paid=paid, contractual=sum((amount for group, amount in taken if group != "PR"), ZERO)
        )


@dataclass(frozen=True, kw_only=True)
class Line:
    """One service line. ``pointers`` count the claim's diagnoses from 1, the main one first.

    ``through`` is the last day where the service has several; ``ndc`` the drug's own number,
    ``dose`` what was given of it, in the measure of the code's units.
    """

    number: int
    procedure: str
    charge: Decimal
    through: date | None = None
    date: date
    modifiers: tuple[str, ...] = ()
    units: Decimal | int = 1
    pointers: tuple[int, ...] = ()
    place_of_service: str = ""
    prior: PriorPayment | None = None
    ndc: str = ""
    dose: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim as it was sent. ``frequency`` is 1 original, 7 replacement or 8 void;
    ``reopening`` says that the change is asked for as a reopening and not sent as a replacement.

    ``stands_beside`` is the payer's number of an answered claim of the same services that an
    original neither replaces nor voids; ``original_processed`` False says that what a replacement
    names was turned back as unprocessable.

    ``accident`` is none, work, auto, other or unanswered. ``received`` None means on the day it
    was sent. ``attachments`` names what came with it or was sent when asked ("records").
    ``relationship`` is self, spouse, child or other. ``tax_id``, ``billing_street`` and
    ``billing_zip`` None are not told, and not asked about.
    """

    sent: date
    member_id: str
    patient_born: date
    patient_sex: str
    frequency: int = 1
    reopening: bool = False
    original_reference: str = ""
    stands_beside: str = ""
    original_processed: bool = True
    original_remitted: date | None = None
    received: date | None = None
    place_of_service: str = ""
    rendering_npi: str = ""
    billing_npi: str = ""
    ordering_npi: str = ""
    referring_npi: str = ""
    authorization: str = ""
    referral: str = ""
    accident: str = "none"
    accident_date: date | None = None
    attachments: tuple[str, ...] = ()
    patient_name: str = ""
    relationship: str = "self"
    insured_name: str = ""
    insured_born: date | None = None
    signature_on_file: bool = True
    assigns_benefits: bool = True
    accepts_assignment: bool = True
    provider_signed: bool = True
    tax_id: str | None = None
    billing_street: str | None = None
    billing_zip: str | None = None
    diagnoses: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def received_on(self) -> date:
        """The day that the payer counts from."""
        return self.received or self.sent

    @property
    def charge(self) -> Decimal:
        """The total charge in dollars."""
        return sum((line.charge for line in self.lines), ZERO)
