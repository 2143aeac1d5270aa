"""What the form wants beside codes and money: who is insured, who signed, who bills.

Asked by the scrubber only: a payer sees the claim after these were mended, or turns the form back.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review

TAX_ID = re.compile(r"[0-9]{2}-[0-9]{7}")
LONG_ZIP = re.compile(r"[0-9]{9}")
POST_BOX = re.compile(r"(?i)\b(p\.?\s*o\.?\s*box|post office box)\b")
SIGNATURES = (
    ("signature_on_file", "the patient's signature (12)"),
    ("assigns_benefits", "the assignment of benefits (13)"),
    ("accepts_assignment", "the practice's acceptance (27)"),
    ("provider_signed", "the provider's signature (31)"),
)


@rule(field="patient_name", owner=Owner.BILLER)
def name_differs(review: Review) -> Iterator[Hit]:
    """The patient's name is not the one in the payer's last answer (asked by the scrubber only).

    Next step: compare card, registration and the eligibility answer. Source: house convention.
    """
    sent, known = review.claim.patient_name, review.scenario.patient.name
    if sent and known and sent.strip().casefold() != known.strip().casefold():
        yield Hit(evidence=(sent,), detail=f"The payer has the patient as {known}, not {sent}.")


@rule(field="relationship", owner=Owner.BILLER)
def relationship_disagrees(review: Review) -> Iterator[Hit]:
    """Relationship and insured do not go together (asked by the scrubber only).

    Next step: enter who holds the policy, or say that it is the patient.
    Source: the professional claim, boxes 4, 6 and 11a.
    """
    claim = review.claim
    insured, is_self = claim.insured_name.strip(), claim.relationship == "self"
    if is_self and insured and insured.casefold() != claim.patient_name.strip().casefold():
        yield Hit(
            evidence=(insured,),
            detail=f"Box 6 says self, and the insured is {insured}, not the patient.",
        )
    if not is_self and (not insured or claim.insured_born is None):
        yield Hit(detail="The patient is a dependent, and the insured's name or birth is missing.")


@rule(field="tax_id", owner=Owner.BILLER)
def billing_incomplete(review: Review) -> Iterator[Hit]:
    """Tax ID or address of the billing provider do not hold (asked by the scrubber only).

    A claim that does not tell them at all is not asked.

    Next step: copy them from the practice's file: a street, and all nine digits of the ZIP.
    Source: the professional claim, boxes 25 and 33; the 837P takes no post office box there.
    """
    claim = review.claim
    if claim.tax_id is not None and not TAX_ID.fullmatch(claim.tax_id):
        detail = f"The tax ID {claim.tax_id or 'is missing'} has not the form 00-0000000."
        yield Hit(field="tax_id", evidence=(claim.tax_id,), detail=detail)
    if claim.billing_street is not None and (
        not claim.billing_street.strip() or POST_BOX.search(claim.billing_street)
    ):
        yield Hit(field="billing_street", detail="The billing address needs a street, not a box.")
    if claim.billing_zip is not None and not LONG_ZIP.fullmatch(claim.billing_zip):
        detail = f"The ZIP {claim.billing_zip or 'is missing'} has not nine digits."
        yield Hit(field="billing_zip", evidence=(claim.billing_zip,), detail=detail)


@rule(field="signature_on_file", owner=Owner.BILLER)
def signatures_missing(review: Review) -> Iterator[Hit]:
    """A signature or an assignment is not given (asked by the scrubber only).

    Next step: get it, or check the registration, before the claim goes out.
    Source: the professional claim, boxes 12, 13, 27 and 31.
    """
    for name, words in SIGNATURES:
        if not getattr(review.claim, name):
            yield Hit(field=name, detail=f"The claim goes out without {words}.")


@rule(field="units", owner=Owner.CODER)
def dose_disagrees(review: Review) -> Iterator[Hit]:
    """The units of a drug are not its dose divided by the unit's size (asked by the scrubber only).

    A started unit counts whole. Without a dose on the claim nothing is asked.

    Next step: read the dose in the note and count again.
    Source: HCPCS Level II, the amounts in the drugs' descriptions.
    """
    for line, fee in review.priced_lines():
        if line.dose is None or not fee.dose_unit:
            continue
        wanted = (line.dose / fee.dose_unit).to_integral_value(rounding=ROUND_CEILING)
        if line.units != wanted:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"A dose of {line.dose:f} is {wanted} units of {fee.dose_unit:f}, "
                f"not {line.units}.",
            )
