"""Was the claim in time, and is it the first for this service?"""

from collections.abc import Iterator
from datetime import date

from claims.facts import Claim
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import (
    Review,
    age_on,
    is_new_patient_visit,
    is_visit,
)

NEAR_DAYS = 15
NEW_PATIENT_YEARS = 3
REPEAT_MODIFIERS = frozenset({"Z4", "XE", "XP", "XS", "XU"})


@rule(row=6, field="sent", owner=Owner.BILLER, reason="CO-29", rarcs=("N211",))
def filing_limit(review: Review) -> Iterator[Hit]:
    """The claim came after the filing limit, counted from service to receipt.

    A replacement counts from the remittance instead, in the payer's correction window.

    Next step: appeal with proof of timely filing, else write off; never bill the patient.
    Source: 42 CFR 424.44 for Medicare's year; other limits are contract terms.
    """
    claim, payer = review.claim, review.scenario.payer
    replaces = claim.frequency != 1
    limit = payer.correction_window_days if replaces else payer.filing_limit_days
    for line in review.lines:
        start = claim.original_remitted if replaces else line.date
        days = (claim.received_on - start).days if start else 0
        if days > limit:
            event = "the remittance" if replaces else "the service"
            yield Hit(
                line=line.number,
                detail=f"Received {days} days after {event} of {start}; the limit is {limit} days.",
            )


@rule(field="sent", owner=Owner.BILLER)
def filing_limit_near(review: Review) -> Iterator[Hit]:
    """The filing limit is 15 days away or less (asked by the scrubber only).

    Next step: send today. Source: house convention.
    """
    claim, limit = review.claim, review.scenario.payer.filing_limit_days
    if claim.frequency != 1 or not review.lines:
        return
    left = limit - (claim.received_on - review.first_date).days
    if 0 <= left <= NEAR_DAYS:
        yield Hit(detail=f"{left} of {limit} days are left to file.")


@rule(row=7, field="frequency", owner=Owner.BILLER, reason="OA-18")
def answered_already(review: Review) -> Iterator[Hit]:
    """The claim is a new original, and an answered claim for the same services stands beside it.

    It is a duplicate whole, whatever was mended on it, and nothing else is asked of it.

    Next step: check the status of the claim that stands; what must be changed on it goes out as a
    replacement.
    Source: house convention; CMS looks for duplicates by patient, provider and day (Claims
    Processing Manual, chapter 1, section 120).
    """
    claim = review.claim
    if claim.frequency == 1 and claim.stands_beside:
        yield Hit(
            evidence=(claim.stands_beside,),
            detail=f"Claim {claim.stands_beside} for these services was answered and stands; a new "
            "original beside it is a duplicate. A change of it goes out as a replacement.",
        )


@rule(row=7, field="procedure", owner=Owner.BILLER, reason="OA-18")
def duplicate(review: Review) -> Iterator[Hit]:
    """The payer has already accepted this service of this day and provider.

    A repeat modifier (Z4, XE, XP, XS, XU) says that it is another service; a replacement is not
    a duplicate of what it replaces.

    Next step: check the status of the first claim; do not bill again.
    Source: house convention; CMS uses 18 with group OA.
    """
    claim = review.claim
    accepted = {
        (old.date, old.procedure, old.rendering_npi): old.reference or "no reference"
        for old in review.scenario.history
        if not review.is_replaced(old)
    }
    for line in review.lines:
        reference = accepted.get((line.date, line.procedure, claim.rendering_npi))
        if reference and not REPEAT_MODIFIERS.intersection(line.modifiers):
            yield Hit(
                line=line.number,
                evidence=(reference,),
                detail=f"{line.procedure} of {line.date} was already accepted ({reference}).",
            )


@rule(
    row=9,
    field="original_reference",
    owner=Owner.BILLER,
    reason="CO-16",
    rarcs=("M47",),
    claim_rarcs=("MA130",),
)
def replacement_reference(review: Review) -> Iterator[Hit]:
    """A replacement or void does not say which claim it replaces, or names one that the payer
    turned back as unprocessable: nothing of it stands that could be replaced.

    Next step: enter the payer's claim number of the original; where the answer said MA130, send a
    new original.
    Source: the professional claim, box 22 (X12 837P carries it as the payer claim control number).
    """
    claim = review.claim
    if claim.frequency != 1 and not claim.original_reference.strip():
        yield Hit(
            detail=f"Frequency {claim.frequency} needs the payer's number of the original claim."
        )
    elif claim.frequency != 1 and not claim.original_processed:
        yield Hit(
            evidence=(claim.original_reference,),
            detail=f"Claim {claim.original_reference} was never processed, so there is nothing to "
            "replace; send a new original.",
        )


@rule(field="original_reference", owner=Owner.BILLER)
def original_with_reference(review: Review) -> Iterator[Hit]:
    """An original claim names a claim that it replaces (asked by the scrubber only).

    Next step: make it frequency 7, or clear the reference.
    Source: house convention, box 22.
    """
    claim = review.claim
    if claim.frequency == 1 and claim.original_reference.strip():
        yield Hit(
            evidence=(claim.original_reference,),
            detail="Frequency 1 is an original and carries no original reference.",
        )


@rule(field="frequency", owner=Owner.BILLER)
def nothing_corrected(review: Review) -> Iterator[Hit]:
    """The replacement says the same as the claim before it (asked by the scrubber only).

    Next step: mend what the payer objected to, or appeal.
    Source: house convention.
    """
    claim, previous = review.claim, review.scenario.previous
    if claim.frequency == 7 and previous and _content(claim) == _content(previous):
        yield Hit(detail="The replacement is the same as the claim that it replaces.")


@rule(row=16, field="procedure", owner=Owner.CODER, reason="CO-B16")
def new_patient_seen_before(review: Review) -> Iterator[Hit]:
    """A new-patient visit, but this provider saw the patient within three years.

    Next step: recode as an established-patient visit.
    Source: CMS Claims Processing Manual, chapter 12, section 30.6.7 (three-year rule).
    """
    for line in review.lines:
        if not is_new_patient_visit(line.procedure):
            continue
        seen = [
            old.date
            for old in review.scenario.history
            if is_visit(old.procedure)
            and old.rendering_npi == review.claim.rendering_npi
            and old.date < line.date
            and _years_between(old.date, line.date) < NEW_PATIENT_YEARS
        ]
        if seen:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} is for a new patient; seen here on {max(seen)}.",
            )


def _years_between(earlier: date, later: date) -> int:
    return age_on(later, born=earlier)


def _content(claim: Claim) -> dict[str, object]:
    """What a claim says, without how and when it was sent."""
    paperwork = {"frequency", "original_reference", "original_remitted", "sent", "received"} | {
        *("stands_beside", "original_processed"),
    }
    return {name: value for name, value in vars(claim).items() if name not in paperwork}
