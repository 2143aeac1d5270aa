"""Is this the right payer, and is the patient covered on the service date?"""

from collections.abc import Iterator

from claims.rules.finding import Finding, Owner, Wanted
from claims.rules.review import Review, begins_with


def coverage_not_begun(review: Review) -> Iterator[Finding]:
    """The service is before the first covered day: PR-26.

    Next step: find the coverage of that day; else bill the patient. Root: biller.
    Source: house convention on the group; a contract may make it CO.
    """
    effective = review.scenario.coverage.effective
    for line in review.lines:
        if effective and line.date < effective:
            yield Finding(
                rule="coverage_not_begun",
                field="member_id",
                owner=Owner.BILLER,
                line=line.number,
                evidence=(review.claim.member_id,),
                group="PR",
                carc="26",
                detail=f"Coverage began on {effective}; the service was on {line.date}.",
            )


def coverage_ended(review: Review) -> Iterator[Finding]:
    """The service is after the last covered day: PR-27.

    Next step: find the coverage of that day; else bill the patient. Root: biller.
    Source: house convention on the group; CO-27 occurs by contract, PR is the norm.
    """
    terminated = review.scenario.coverage.terminated
    for line in review.lines:
        if terminated and line.date > terminated:
            yield Finding(
                rule="coverage_ended",
                field="member_id",
                owner=Owner.BILLER,
                line=line.number,
                evidence=(review.claim.member_id,),
                group="PR",
                carc="27",
                detail=f"Coverage ended on {terminated}; the service was on {line.date}.",
            )


def wrong_payer(review: Review) -> Iterator[Finding]:
    """Another payer is responsible for this kind of service: OA-109.

    A plan may hand a benefit to another company (a carve-out), and a payer of accident insurance
    pays only where the claim says work or auto accident.

    Next step: bill the right payer. Root: biller. Source: house convention.
    """
    scenario = review.scenario
    no_accident = review.claim.accident in {"none", "other"}
    astray = scenario.payer.property_and_casualty and no_accident
    for line, fee in review.priced_lines():
        if astray or fee.benefit in scenario.plan.carve_outs:
            reason = "without a work or auto accident" if astray else "it is handed to another plan"
            yield Finding(
                rule="wrong_payer",
                field="payer",
                owner=Owner.BILLER,
                line=line.number,
                group="OA",
                carc="109",
                detail=f"This payer does not pay {line.procedure}: {reason}.",
            )


def accident_payer_first(review: Review) -> Iterator[Finding]:
    """The accident insurance pays first: work OA-19, auto OA-21.

    Next step: bill the work or auto insurance, then send this claim with its answer.
    Root: biller. Source: house convention on the group (42 CFR 411.20 for Medicare).
    """
    carc = {"work": "19", "auto": "21"}.get(review.claim.accident)
    if carc and not review.scenario.payer.property_and_casualty:
        yield Finding(
            rule="accident_payer_first",
            field="accident",
            owner=Owner.BILLER,
            group="OA",
            carc=carc,
            detail=f"The claim says {review.claim.accident} accident: "
            f"the {review.claim.accident} insurance pays first.",
        )


def accident_unanswered(review: Review) -> Iterator[Finding]:
    """The first diagnosis is an injury (S or T) and the accident questions are not answered.

    The payer pends the claim and asks the patient; without an answer it denies PR-227.

    Next step: get the accident form from the patient and send it. Root: biller.
    Source: house convention, box 10 of the professional claim.
    """
    claim = review.claim
    if is_injury_first(review) and claim.accident == "unanswered":
        yield Finding(
            rule="accident_unanswered",
            field="accident",
            owner=Owner.BILLER,
            evidence=claim.diagnoses[:1],
            group="PR",
            carc="227",
            rarcs=("N179",),
            wanted=Wanted.ACCIDENT,
            detail=f"{claim.diagnoses[0]} is an injury and the accident questions are unanswered.",
        )


def accident_all_no(review: Review) -> Iterator[Finding]:
    """An injury comes first and all accident answers are no (asked by the scrubber only).

    Next step: ask how it happened. Root: biller. Source: house convention.
    """
    claim = review.claim
    if is_injury_first(review) and claim.accident == "none" and not claim.accident_date:
        yield Finding(
            rule="accident_all_no",
            field="accident",
            owner=Owner.BILLER,
            evidence=claim.diagnoses[:1],
            detail=f"{claim.diagnoses[0]} is an injury and every accident question says no.",
        )


def other_payer_first(review: Review) -> Iterator[Finding]:
    """Another plan is primary and its answer is not on the claim: CO-22.

    Next step: bill the primary plan, then send this claim with its payment data.
    Root: biller. Source: house convention on the group; NAIC model rules on the order of plans.
    """
    if review.scenario.coverage.primary:
        return
    for line in review.lines:
        if line.prior is None:
            yield Finding(
                rule="other_payer_first",
                field="prior",
                owner=Owner.BILLER,
                line=line.number,
                group="CO",
                carc="22",
                detail="Another plan is primary and its payment is not on the claim.",
            )


def is_injury_first(review: Review) -> bool:
    """Whether the first diagnosis is of the injury chapter (S00-T88)."""
    return begins_with("".join(review.claim.diagnoses[:1]), ("S", "T"))
