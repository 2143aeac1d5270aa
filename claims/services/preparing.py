"""Prepare the claim: the biller's boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.content import ClaimContent
from claims.models import Claim, ClaimEvent, ClaimState
from claims.money import cents
from claims.payer.library import payer_ids
from claims.services.advance import revise
from claims.services.refusals import Refused

BILLER_BOXES = (
    "payer_id", "member_id", "patient_name", "patient_born", "patient_sex", "accident",
    "accident_date", "place_of_service", "rendering_npi", "billing_npi", "ordering_npi",
    "authorization", "referral", "relationship", "insured_name", "insured_born", "referring_npi",
    "signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed", "tax_id",
    "billing_street", "billing_zip", "attachments", "resubmission",
)  # fmt: skip
"""The fields of ClaimContent that the biller may change; `charges` (box 24F) and `drugs` (package
number and dose by line) stand beside them."""

PREPARABLE = (ClaimState.DRAFT, ClaimState.REJECTED, ClaimState.CORRECTED)
"""The states in which nothing is before the payer and the boxes are open."""

DATES = frozenset({"patient_born", "accident_date", "insured_born"})
FLAGS = frozenset(
    {"signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed"}
)
ATTACHMENTS = ("records",)
CHOICES = {
    "relationship": ("self", "spouse", "child", "other"),
    "patient_sex": ("F", "M", "U"),
    "accident": ("unanswered", "none", "work", "auto", "other"),
    "resubmission": ("", "1", "7"),
}
MAX_CHARGE = Decimal("99999.99")
MAX_TEXT = 80


def edit_boxes(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    content_changes: Mapping[str, Any],
    expected_version: int,
) -> ClaimEvent:
    """Change boxes of the biller's desk in draft, rejected or corrected.

    `content_changes` maps names of BILLER_BOXES to typed values (dates are `date` or None), and
    may hold `charges`: a tuple with one Decimal a line (box 24F), and `drugs`: line number ->
    (package number, dose or None). Boxes that are left out, or equal to what stands, do not
    change. The event's payload says what each changed box held before. Raises StaleClaim,
    IllegalMove (409), PermissionDenied, Refused(field, ...) for a box that is not the biller's or
    a value that does not fit.
    """
    return revise(
        claim_id,
        "edit_boxes",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.prepare_claim",
        states=PREPARABLE,
        effect=lambda claim: _edit(claim, content_changes),
    )


def _edit(claim: Claim, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    before = claim.boxes
    boxes = {name: value for name, value in changes.items() if name not in {"charges", "drugs"}}
    for name, value in boxes.items():
        _check_box(name, value)
    after = before.with_boxes(**boxes)
    if "charges" in changes:
        after = _with_charges(after, changes["charges"])
    after = _with_drugs(after, changes.get("drugs", {}))
    claim.content = after.to_json()
    return {"before": _differences(before, after)}


def _check_box(name: str, value: Any) -> None:
    """Raises Refused for a box of another desk, or for a value of the wrong kind."""
    if name not in BILLER_BOXES:
        raise Refused(name, "This box is not the biller's to change.")
    if name in DATES:
        fits = isinstance(value, date) or (value is None and name != "patient_born")
    elif name in FLAGS:
        fits = isinstance(value, bool)
    elif name == "attachments":
        fits = isinstance(value, tuple) and set(value) <= set(ATTACHMENTS)
    elif name in {"tax_id", "billing_street", "billing_zip"} and value is None:
        fits = True
    else:
        fits = isinstance(value, str) and len(value) <= MAX_TEXT
    if not fits or (name in CHOICES and value not in CHOICES[name]):
        raise Refused(name, "This does not fit the box.")
    if name == "payer_id" and value not in payer_ids():
        raise Refused(name, "No payer of that number is known here.")


def _with_charges(content: ClaimContent, charges: Sequence[Decimal]) -> ClaimContent:
    if len(charges) != len(content.lines):
        raise Refused("charges", "Give one charge for each line.")
    for number, charge in enumerate(charges, start=1):
        if not charge.is_finite() or not 0 <= charge <= MAX_CHARGE or charge != cents(charge):
            raise Refused(f"charge_{number}", f"Write dollars and cents, at most {MAX_CHARGE}.")
    lines = (
        replace(line, charge=charge) for line, charge in zip(content.lines, charges, strict=True)
    )
    return content.with_boxes(lines=tuple(lines))


def _with_drugs(
    content: ClaimContent, drugs: Mapping[int, tuple[str, Decimal | None]]
) -> ClaimContent:
    """The lines with package numbers and doses. Raises Refused for a dose that is none."""
    lines = list(content.lines)
    for number, (ndc, dose) in drugs.items():
        fits = dose is None or (dose.is_finite() and 0 < dose <= MAX_CHARGE)
        if not 1 <= number <= len(lines) or len(ndc) > MAX_TEXT or not fits:
            raise Refused(f"dose_{number}", "Write the dose as the note has it, such as 40.")
        lines[number - 1] = replace(lines[number - 1], ndc=ndc, dose=dose)
    return content.with_boxes(lines=tuple(lines))


def _differences(before: ClaimContent, after: ClaimContent) -> dict[str, Any]:
    """What each box that changed held before."""
    old, new = before.to_json(), after.to_json()
    return {name: old[name] for name in old if old[name] != new[name]}
