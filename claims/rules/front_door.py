"""What turns a claim back at the front door: no claim number, no remittance, no appeal.

The next step is the same for all: mend the field and send again as an original (frequency 1).
The filing clock has not stopped. Status numbers are those of the claim acknowledgment (277CA):
A6 information missing, A7 information invalid.
"""

import re
from collections.abc import Iterator

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import MAX_DIAGNOSES, MAX_POINTERS, Review

OLDEST = 120


@rule(row=1, field="member_id", owner=Owner.BILLER, status="A6:164")
def member_id_missing(review: Review) -> Iterator[Hit]:
    """No member ID stands on the claim.

    Next step: copy it from the card. Source: house convention.
    """
    if not review.claim.member_id.strip():
        yield Hit(detail="The member ID is missing.")


@rule(field="member_id", owner=Owner.BILLER)
def member_id_malformed(review: Review) -> Iterator[Hit]:
    """The member ID has not the shape of this payer's numbers (asked by the scrubber only).

    Next step: compare it with the card. Source: house convention.
    """
    pattern, member_id = review.scenario.payer.member_id_pattern, review.claim.member_id.strip()
    if member_id and pattern and not re.fullmatch(pattern, member_id):
        yield Hit(evidence=(member_id,), detail=f"{member_id} is not in this payer's format.")


@rule(row=1, field="member_id", owner=Owner.BILLER, status="A7:164")
def member_not_found(review: Review) -> Iterator[Hit]:
    """The member ID on the claim is not in the payer's file.

    Next step: ask for eligibility, mend the ID, send a new claim.
    Source: house convention; a payer that cannot find the member opens no claim.
    """
    scenario = review.scenario
    unknown = not review.is_member(scenario.coverage.member_id)
    if review.claim.member_id.strip() and unknown and not scenario.payer.opens_unknown_members:
        yield Hit(
            evidence=(review.claim.member_id,),
            detail=f"The payer knows no member {review.claim.member_id}.",
        )


@rule(row=1, field="patient_born", owner=Owner.BILLER, status="A7:158")
def birth_date_differs(review: Review) -> Iterator[Hit]:
    """The birth date on the claim is not the one in the payer's file.

    Next step: check the date with the patient and the eligibility answer.
    Source: house convention; payers match ID and birth date before they open a claim.
    """
    claim, scenario = review.claim, review.scenario
    known = review.is_member(scenario.coverage.member_id)
    opened = scenario.payer.opens_unknown_members and not known
    if claim.patient_born != scenario.patient.born and not opened:
        yield Hit(
            evidence=(claim.patient_born.isoformat(),),
            detail=f"The birth date {claim.patient_born} is not the one in the payer's file.",
        )


@rule(field="patient_born", owner=Owner.BILLER)
def birth_date_impossible(review: Review) -> Iterator[Hit]:
    """The patient would be unborn, or older than anyone (asked by the scrubber only).

    Next step: check the date. Source: house convention.
    """
    claim = review.claim
    days = (review.first_date - claim.patient_born).days
    if days < 0 or days > OLDEST * 366:
        yield Hit(
            evidence=(claim.patient_born.isoformat(),),
            detail=f"Born {claim.patient_born} cannot be right for a service on "
            f"{review.first_date}.",
        )


@rule(row=9, field="diagnoses", owner=Owner.CODER, status="A6:254", also=("A7:255",))
def diagnosis_count(review: Review) -> Iterator[Hit]:
    """The claim carries no diagnosis, or more than 12.

    Next step: list the diagnoses, or split the claim.
    Source: the professional claim (837P and paper form) has room for twelve.
    """
    count = len(review.claim.diagnoses)
    if not 1 <= count <= MAX_DIAGNOSES:
        yield Hit(
            status="A7:255" if count else None,
            detail=f"The claim has {count or 'no'} diagnoses; it needs 1 to {MAX_DIAGNOSES}.",
        )


@rule(row=9, field="lines", owner=Owner.BILLER, status="A6:454")
def no_lines(review: Review) -> Iterator[Hit]:
    """The claim bills no service.

    Next step: add the service lines. Source: house convention.
    """
    if not review.lines:
        yield Hit(detail="The claim has no service line.")


@rule(row=9, field="pointers", owner=Owner.CODER, status="A7:477", also=("A6:477",))
def pointer_invalid(review: Review) -> Iterator[Hit]:
    """A line points at no diagnosis, at more than four, or past the end of the list.

    Next step: point the line at the diagnoses that the service was for.
    Source: the professional claim takes one to four pointers a line.
    """
    count = len(review.claim.diagnoses)
    for line in review.lines:
        astray = [pointer for pointer in line.pointers if not 1 <= pointer <= count]
        if not line.pointers:
            problem = "points at no diagnosis"
        elif len(line.pointers) > MAX_POINTERS:
            problem = f"has {len(line.pointers)} pointers; {MAX_POINTERS} fit"
        elif astray:
            problem = f"points at diagnosis {astray[0]}, but the claim lists {count}"
        else:
            continue
        yield Hit(
            line=line.number,
            status=None if line.pointers else "A6:477",
            detail=f"Line {line.number} {problem}.",
        )


@rule(row=9, field="date", owner=Owner.BILLER, status="A7:187")
def service_after_sending(review: Review) -> Iterator[Hit]:
    """A service is dated after the claim was sent.

    Next step: check the date in the note. Source: house convention.
    """
    for line in review.lines:
        if line.date > review.claim.sent:
            yield Hit(
                line=line.number,
                detail=f"Line {line.number} is dated {line.date}, "
                f"after the claim was sent on {review.claim.sent}.",
            )


@rule(row=9, field="charge", owner=Owner.BILLER, status="A7:178")
def charge_not_positive(review: Review) -> Iterator[Hit]:
    """A line charges nothing, or less.

    Next step: enter the practice's charge. Source: house convention.
    """
    for line in review.lines:
        if line.charge <= 0:
            yield Hit(
                line=line.number,
                detail=f"Line {line.number} charges {line.charge}; a charge is above zero.",
            )


@rule(row=9, field="frequency", owner=Owner.BILLER, status="A7:535")
def replacement_not_taken(review: Review) -> Iterator[Hit]:
    """A replacement or void went to a payer that takes originals only.

    Next step: ask for a reopening, or send a new original.
    Source: house convention, after payers of Medicare Part B, which mend simple errors
    by reopening (42 CFR 405.980) and turn frequencies 7 and 8 back before adjudication.
    """
    claim, payer = review.claim, review.scenario.payer
    is_reopening = claim.reopening and payer.reopens_claims
    if claim.frequency != 1 and not payer.accepts_replacements and not is_reopening:
        way = "ask for a reopening" if payer.reopens_claims else "send an original"
        yield Hit(detail=f"This payer takes no claim of frequency {claim.frequency}; {way}.")
