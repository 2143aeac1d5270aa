"""The claim form's content as dataclasses: what the biller edits and a submission freezes. PURE."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from claims.facts import Claim, Line, PriorPayment

NO_ACCIDENT, UNANSWERED = "none", "unanswered"
PAPERWORK = (
    *("patient_name", "relationship", "insured_name", "insured_born", "referring_npi"),
    *("signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed"),
    *("tax_id", "billing_street", "billing_zip", "attachments"),
)
"""Boxes that travel on the claim under the same names."""


@dataclass(frozen=True)
class ContentLine:
    """One service line (box 24). `charge` in dollars; `pointers` count diagnoses from 1; `ndc` and
    `dose` are a drug's package number and what was given of it; `prior` is what the payer before
    this one did with the line, on a claim that goes to the next."""

    procedure: str
    modifiers: tuple[str, ...]
    units: int
    charge: Decimal
    pointers: tuple[int, ...]
    date: date
    ndc: str = ""
    dose: Decimal | None = None
    prior: PriorPayment | None = None


@dataclass(frozen=True)
class ClaimContent:
    """The boxes of a claim. Codes, modifiers, units and pointers come from the coder's desk;
    the rest is the biller's. `resubmission` is how a correction is to go out (box 22): "7" in the
    place of the answered claim, "1" as a new original; empty before there is anything to correct.
    """

    payer_id: str
    member_id: str
    patient_name: str
    patient_born: date
    patient_sex: str
    accident: str
    accident_date: date | None
    place_of_service: str
    rendering_npi: str
    billing_npi: str
    ordering_npi: str
    authorization: str
    referral: str
    diagnoses: tuple[str, ...]
    lines: tuple[ContentLine, ...]
    relationship: str = "self"
    insured_name: str = ""
    insured_born: date | None = None
    referring_npi: str = ""
    signature_on_file: bool = True
    assigns_benefits: bool = True
    accepts_assignment: bool = True
    provider_signed: bool = True
    attachments: tuple[str, ...] = ()
    tax_id: str | None = None
    billing_street: str | None = None
    billing_zip: str | None = None
    resubmission: str = ""

    @property
    def charge(self) -> Decimal:
        """The total charge in dollars (box 28)."""
        return sum((line.charge for line in self.lines), Decimal("0.00"))

    def says_as(self, other: "ClaimContent") -> bool:
        """Whether both say the same, however each goes out."""
        return replace(self, resubmission="") == replace(other, resubmission="")

    def with_boxes(self, **changes: Any) -> "ClaimContent":
        """The same claim with some boxes changed."""
        return replace(self, **changes)

    def addressed_to(self, *, payer_id: str, member_id: str, **insured: Any) -> "ClaimContent":
        """The same claim for another payer, to which the first one's numbers of leave and referral
        mean nothing; `insured` are boxes 4, 6 and 11a of that coverage."""
        return self.with_boxes(
            payer_id=payer_id,
            member_id=member_id,
            authorization="",
            referral="",
            resubmission="",
            **insured,
        )

    def with_prior(self, told: Mapping[int, tuple[str, PriorPayment]]) -> "ClaimContent":
        """The claim with what the payer before it did on each line that it answered: `told` is
        line number -> (procedure, what was paid and taken off). A line with another procedure than
        was answered has nothing to show."""

        def prior(number: int, line: ContentLine) -> PriorPayment | None:
            procedure, payment = told.get(number, ("", None))
            return payment if procedure == line.procedure else None

        rows = enumerate(self.lines, start=1)
        return replace(self, lines=tuple(replace(row, prior=prior(n, row)) for n, row in rows))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: dates ISO, money as text."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ClaimContent":
        """The content that `to_json` wrote; boxes that came later have their defaults. Raises
        KeyError when another box is missing."""
        values = {box.name: _value(box, data) for box in fields(cls)}
        values["patient_born"] = date.fromisoformat(values["patient_born"])
        for name in ("accident_date", "insured_born"):
            if values[name]:
                values[name] = date.fromisoformat(values[name])
        values["attachments"] = tuple(values["attachments"])
        values["diagnoses"] = tuple(values["diagnoses"])
        values["lines"] = tuple(_line(row) for row in values["lines"])
        return cls(**values)


def _value(box: Field[Any], data: Mapping[str, Any]) -> Any:
    return data[box.name] if box.default is MISSING else data.get(box.name, box.default)


def _line(row: Mapping[str, Any]) -> ContentLine:
    return ContentLine(
        procedure=row["procedure"],
        modifiers=tuple(row["modifiers"]),
        units=row["units"],
        charge=Decimal(row["charge"]),
        pointers=tuple(row["pointers"]),
        date=date.fromisoformat(row["date"]),
        ndc=row.get("ndc", ""),
        dose=Decimal(row["dose"]) if row.get("dose") else None,
        prior=_prior(row["prior"]) if row.get("prior") else None,
    )


def _prior(row: Mapping[str, str]) -> PriorPayment:
    return PriorPayment(paid=Decimal(row["paid"]), contractual=Decimal(row["contractual"]))


def _plain(value: Any) -> Any:
    """JSON's form of a value."""
    if isinstance(value, (date, Decimal)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def as_sent(content: ClaimContent, *, frequency: int, original_reference: str, sent: date) -> Claim:
    """The payer's view of the content when sent on that date with that frequency."""
    return Claim(
        frequency=frequency,
        original_reference=original_reference,
        sent=sent,
        received=sent,
        member_id=content.member_id,
        patient_born=content.patient_born,
        patient_sex=content.patient_sex,
        place_of_service=content.place_of_service,
        rendering_npi=content.rendering_npi,
        billing_npi=content.billing_npi,
        ordering_npi=content.ordering_npi,
        authorization=content.authorization,
        referral=content.referral,
        accident=content.accident,
        accident_date=content.accident_date,
        diagnoses=content.diagnoses,
        **{name: getattr(content, name) for name in PAPERWORK},
        lines=tuple(
            Line(number=number, **vars(line)) for number, line in enumerate(content.lines, start=1)
        ),
    )
