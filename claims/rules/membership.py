"""Who the payer holds as a member: unknown, uncovered in between, never added."""

from collections.abc import Iterator

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, age_on, has_prior_answer

NEWBORN_DAYS = 31


@rule(
    row=1,
    field="member_id",
    owner=Owner.BILLER,
    reason="PR-31",
    rarcs=("N382",),
)
def member_unknown(review: Review) -> Iterator[Hit]:
    """A payer that opens claims of members it does not know finds nobody under this ID.

    The claim gets a number and a remittance that says "denied" for the whole claim, the only
    denial that does; other payers turn such a claim back at the front door.

    Next step: mend ID and name, then send a new claim.
    Source: X12 requests for interpretation 1423 and 1079 (claim status 4); house convention.
    """
    payer, coverage = review.scenario.payer, review.scenario.coverage
    if payer.opens_unknown_members and not review.is_member(coverage.member_id):
        yield Hit(
            evidence=(review.claim.member_id,),
            detail=f"The payer has nobody under the ID {review.claim.member_id}.",
        )


@rule(row=2, field="member_id", owner=Owner.BILLER, reason="PR-200")
def coverage_gap(review: Review) -> Iterator[Hit]:
    """The service falls into a gap between two spans of coverage.

    Next step: find the coverage of that day; else bill the patient.
    Source: plan documents; house convention on the group.
    """
    for line in review.lines:
        for first, last in review.scenario.coverage.gaps:
            if first <= line.date <= last:
                yield Hit(
                    line=line.number,
                    evidence=(review.claim.member_id,),
                    detail=f"Nobody was covered from {first} to {last}; "
                    f"the service was on {line.date}.",
                )


@rule(row=2, field="member_id", owner=Owner.BILLER, reason="PR-32")
def dependent_not_enrolled(review: Review) -> Iterator[Hit]:
    """The patient is a dependent whom the member never added to the plan.

    Next step: find the plan on which the patient is enrolled; else bill the family.
    Source: plan documents; house convention on the group.
    """
    for line in review.lines:
        if not review.scenario.coverage.enrolled and not _is_newborn(review, line.number):
            yield Hit(
                line=line.number,
                evidence=(review.claim.member_id,),
                detail="The member is covered; this patient is not enrolled as a dependent.",
            )


@rule(row=2, field="member_id", owner=Owner.BILLER, reason="PR-34")
def newborn_not_enrolled(review: Review) -> Iterator[Hit]:
    """A newborn of 31 days or less whom nobody has added to the plan.

    Next step: have the parents add the child, then send a replacement.
    Source: plan documents; the 31 days are a house convention after common plan terms.
    """
    for line in review.lines:
        if not review.scenario.coverage.enrolled and _is_newborn(review, line.number):
            yield Hit(
                line=line.number,
                evidence=(review.claim.member_id,),
                detail=f"The child, born {review.claim.patient_born}, is not on the plan yet.",
            )


@rule(row=4, field="accident", owner=Owner.BILLER, reason="OA-20")
def liability_first(review: Review) -> Iterator[Hit]:
    """The accident is somebody else's fault, and that party's insurance answers for it.

    Next step: bill the liability insurance, then send this claim with its answer.
    Source: house convention on the group (42 CFR 411.20 for Medicare).
    """
    is_due = review.scenario.coverage.liability and review.claim.accident == "other"
    if is_due and not has_prior_answer(review):
        yield Hit(detail="The claim says other accident: the liability insurance pays first.")


def _is_newborn(review: Review, number: int) -> bool:
    day = next(line.date for line in review.lines if line.number == number)
    born = review.claim.patient_born
    return age_on(day, born=born) == 0 and (day - born).days <= NEWBORN_DAYS
