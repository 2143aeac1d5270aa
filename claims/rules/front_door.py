"""What turns a claim back at the front door: no claim number, no remittance, no appeal.

The next step is the same for all: mend the field and send again as an original (frequency 1).
The filing clock has not stopped. Status numbers are those of the claim acknowledgment (277CA):
A6 information missing, A7 information invalid.
"""

import re
from collections.abc import Iterator

from claims.rules.finding import Finding, Owner
from claims.rules.review import MAX_DIAGNOSES, MAX_POINTERS, Review

OLDEST = 120


def member_id_missing(review: Review) -> Iterator[Finding]:
    """No member ID stands on the claim.

    Next step: copy it from the card. Root: biller. Source: house convention (A6:164).
    """
    if not review.claim.member_id.strip():
        yield Finding(
            rule="member_id_missing",
            field="member_id",
            owner=Owner.BILLER,
            status="A6:164",
            detail="The member ID is missing.",
        )


def member_id_malformed(review: Review) -> Iterator[Finding]:
    """The member ID has not the shape of this payer's numbers (asked by the scrubber only).

    Next step: compare it with the card. Root: biller. Source: house convention.
    """
    pattern, member_id = review.scenario.payer.member_id_pattern, review.claim.member_id.strip()
    if member_id and pattern and not re.fullmatch(pattern, member_id):
        yield Finding(
            rule="member_id_malformed",
            field="member_id",
            owner=Owner.BILLER,
            evidence=(member_id,),
            detail=f"{member_id} is not in this payer's format.",
        )


def member_not_found(review: Review) -> Iterator[Finding]:
    """The member ID on the claim is not in the payer's file.

    Next step: ask for eligibility, mend the ID, send a new claim. Root: biller.
    Source: house convention (A7:164); a payer that cannot find the member opens no claim.
    """
    sent = review.claim.member_id.strip().upper()
    if sent and sent != review.scenario.coverage.member_id.strip().upper():
        yield Finding(
            rule="member_not_found",
            field="member_id",
            owner=Owner.BILLER,
            status="A7:164",
            evidence=(review.claim.member_id,),
            detail=f"The payer knows no member {review.claim.member_id}.",
        )


def birth_date_differs(review: Review) -> Iterator[Finding]:
    """The birth date on the claim is not the one in the payer's file.

    Next step: check the date with the patient and the eligibility answer. Root: biller.
    Source: house convention (A7:158); payers match ID and birth date before they open a claim.
    """
    claim = review.claim
    if claim.patient_born != review.scenario.patient.born:
        yield Finding(
            rule="birth_date_differs",
            field="patient_born",
            owner=Owner.BILLER,
            status="A7:158",
            evidence=(claim.patient_born.isoformat(),),
            detail=f"The birth date {claim.patient_born} is not the one in the payer's file.",
        )


def birth_date_impossible(review: Review) -> Iterator[Finding]:
    """The patient would be unborn, or older than anyone (asked by the scrubber only).

    Next step: check the date. Root: biller. Source: house convention.
    """
    claim = review.claim
    days = (review.first_date - claim.patient_born).days
    if days < 0 or days > OLDEST * 366:
        yield Finding(
            rule="birth_date_impossible",
            field="patient_born",
            owner=Owner.BILLER,
            evidence=(claim.patient_born.isoformat(),),
            detail=f"Born {claim.patient_born} cannot be right for a service on "
            f"{review.first_date}.",
        )


def diagnosis_count(review: Review) -> Iterator[Finding]:
    """A claim carries 1 to 12 diagnoses.

    Next step: list the diagnoses, or split the claim. Root: coder.
    Source: the professional claim (837P and paper form) has room for twelve (A6:254, A7:255).
    """
    count = len(review.claim.diagnoses)
    if not 1 <= count <= MAX_DIAGNOSES:
        yield Finding(
            rule="diagnosis_count",
            field="diagnoses",
            owner=Owner.CODER,
            status="A7:255" if count else "A6:254",
            detail=f"The claim has {count or 'no'} diagnoses; it needs 1 to {MAX_DIAGNOSES}.",
        )


def no_lines(review: Review) -> Iterator[Finding]:
    """The claim bills no service.

    Next step: add the service lines. Root: biller. Source: house convention (A6:454).
    """
    if not review.lines:
        yield Finding(
            rule="no_lines",
            field="lines",
            owner=Owner.BILLER,
            status="A6:454",
            detail="The claim has no service line.",
        )


def pointer_invalid(review: Review) -> Iterator[Finding]:
    """A line points at no diagnosis, at more than four, or past the end of the list.

    Next step: point the line at the diagnoses that the service was for. Root: coder.
    Source: the professional claim takes one to four pointers a line (A6:477, A7:477).
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
        yield Finding(
            rule="pointer_invalid",
            field="pointers",
            owner=Owner.CODER,
            line=line.number,
            status="A7:477" if line.pointers else "A6:477",
            detail=f"Line {line.number} {problem}.",
        )


def service_after_sending(review: Review) -> Iterator[Finding]:
    """A service is dated after the claim was sent.

    Next step: check the date in the note. Root: biller. Source: house convention (A7:187).
    """
    for line in review.lines:
        if line.date > review.claim.sent:
            yield Finding(
                rule="service_after_sending",
                field="date",
                owner=Owner.BILLER,
                line=line.number,
                status="A7:187",
                detail=f"Line {line.number} is dated {line.date}, "
                f"after the claim was sent on {review.claim.sent}.",
            )


def charge_not_positive(review: Review) -> Iterator[Finding]:
    """A line charges nothing, or less.

    Next step: enter the practice's charge. Root: biller. Source: house convention (A7:178).
    """
    for line in review.lines:
        if line.charge <= 0:
            yield Finding(
                rule="charge_not_positive",
                field="charge",
                owner=Owner.BILLER,
                line=line.number,
                status="A7:178",
                detail=f"Line {line.number} charges {line.charge}; a charge is above zero.",
            )


def replacement_not_taken(review: Review) -> Iterator[Finding]:
    """A replacement or void went to a payer that takes originals only.

    Next step: ask for a reopening, or send a new original. Root: biller.
    Source: house convention (A7:535), after payers of Medicare Part B, which mend simple errors
    by reopening (42 CFR 405.980) and turn frequencies 7 and 8 back before adjudication.
    """
    if review.claim.frequency != 1 and not review.scenario.payer.accepts_replacements:
        yield Finding(
            rule="replacement_not_taken",
            field="frequency",
            owner=Owner.BILLER,
            status="A7:535",
            detail=f"This payer takes no claim of frequency {review.claim.frequency}; "
            "send an original.",
        )
