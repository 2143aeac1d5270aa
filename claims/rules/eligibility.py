"""Is this the right payer, and is the patient covered on the service date?"""

from collections.abc import Iterator

from claims.rules.finding import Hit, Owner, Wanted, rule
from claims.rules.review import Review, begins_with, has_prior_answer


@rule(row=2, field="member_id", owner=Owner.BILLER, reason="PR-26")
def coverage_not_begun(review: Review) -> Iterator[Hit]:
    """The service is before the first covered day.

    Next step: find the coverage of that day; else bill the patient.
    Source: house convention on the group; a contract may make it CO.
    """
    effective = review.scenario.coverage.effective
    for line in review.lines:
        if effective and line.date < effective:
            yield Hit(
                line=line.number,
                evidence=(review.claim.member_id,),
                detail=f"Coverage began on {effective}; the service was on {line.date}.",
            )


@rule(row=2, field="member_id", owner=Owner.BILLER, reason="PR-27")
def coverage_ended(review: Review) -> Iterator[Hit]:
    """The service is after the last covered day.

    Next step: find the coverage of that day; else bill the patient.
    Source: house convention on the group; CO-27 occurs by contract, PR is the norm.
    """
    terminated = review.scenario.coverage.terminated
    for line in review.lines:
        if terminated and line.date > terminated:
            yield Hit(
                line=line.number,
                evidence=(review.claim.member_id,),
                detail=f"Coverage ended on {terminated}; the service was on {line.date}.",
            )


@rule(row=3, field="payer", owner=Owner.BILLER, reason="OA-109")
def wrong_payer(review: Review) -> Iterator[Hit]:
    """Another payer is responsible for this kind of service.

    A plan may hand a benefit to another company (a carve-out), and a payer of accident insurance
    pays only where the claim says work or auto accident.

    Next step: bill the right payer. Source: house convention.
    """
    scenario = review.scenario
    no_accident = review.claim.accident in {"none", "other"}
    astray = scenario.payer.property_and_casualty and no_accident
    for line, fee in review.priced_lines():
        if astray or fee.benefit in scenario.plan.carve_outs:
            reason = "without a work or auto accident" if astray else "it is handed to another plan"
            yield Hit(
                line=line.number, detail=f"This payer does not pay {line.procedure}: {reason}."
            )


@rule(row=4, field="accident", owner=Owner.BILLER, reason="OA-19", also=("OA-21",))
def accident_payer_first(review: Review) -> Iterator[Hit]:
    """The accident insurance pays first: the work insurance, or the auto insurance.

    Once its answer stands on the claim's lines, the plan answers for what is left.

    Next step: bill the work or auto insurance, then send this claim with its answer.
    Source: house convention on the group (42 CFR 411.20 for Medicare).
    """
    reason = {"work": "OA-19", "auto": "OA-21"}.get(review.claim.accident)
    is_theirs = review.scenario.payer.property_and_casualty or has_prior_answer(review)
    if reason and not is_theirs:
        yield Hit(
            reason=reason,
            detail=f"The claim says {review.claim.accident} accident: "
            f"the {review.claim.accident} insurance pays first.",
        )


@rule(
    row=4,
    field="accident",
    owner=Owner.BILLER,
    reason="PR-227",
    rarcs=("N179",),
    wanted=Wanted.ACCIDENT,
)
def accident_unanswered(review: Review) -> Iterator[Hit]:
    """The first diagnosis is an injury (S or T) and the accident questions are not answered.

    The payer pends the claim and asks the patient; without an answer it denies.

    Next step: get the accident form from the patient and send it.
    Source: house convention, box 10 of the professional claim.
    """
    claim = review.claim
    if is_injury_first(review) and claim.accident == "unanswered":
        yield Hit(
            evidence=claim.diagnoses[:1],
            detail=f"{claim.diagnoses[0]} is an injury and the accident questions are unanswered.",
        )


@rule(field="accident", owner=Owner.BILLER)
def accident_all_no(review: Review) -> Iterator[Hit]:
    """An injury comes first and all accident answers are no (asked by the scrubber only).

    Next step: ask how it happened. Source: house convention.
    """
    claim = review.claim
    if is_injury_first(review) and claim.accident == "none" and not claim.accident_date:
        yield Hit(
            evidence=claim.diagnoses[:1],
            detail=f"{claim.diagnoses[0]} is an injury and every accident question says no.",
        )


@rule(row=8, field="prior", owner=Owner.BILLER, reason="CO-22")
def other_payer_first(review: Review) -> Iterator[Hit]:
    """Another plan is primary and its answer is not on the claim.

    Next step: bill the primary plan, then send this claim with its payment data.
    Source: house convention on the group; NAIC model rules on the order of plans.
    """
    if not review.scenario.coverage.primary and not has_prior_answer(review):
        for line in review.lines:
            detail = "Another plan is primary and its payment is not on the claim."
            yield Hit(line=line.number, detail=detail)


def is_injury_first(review: Review) -> bool:
    """Whether the first diagnosis is of the injury chapter (S00-T88)."""
    return begins_with("".join(review.claim.diagnoses[:1]), ("S", "T"))
