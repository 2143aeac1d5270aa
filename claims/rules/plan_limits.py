"""What plan, policy and contract leave out: diagnoses, benefits, kinds of service, units."""

from collections import Counter
from collections.abc import Iterator

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, begins_with, stands_for


@rule(row=11, field="diagnoses", owner=Owner.BILLER, reason="PR-167")
def diagnosis_excluded_by_plan(review: Review) -> Iterator[Hit]:
    """The line's main diagnosis is one that the plan does not cover.

    Not to be mixed up with CARC 146, a diagnosis that was not in force.

    Next step: check the plan; bill the patient if it is excluded.
    Source: plan documents.
    """
    excluded = review.scenario.plan.excluded_diagnoses
    for line in review.lines:
        for code in review.pointed(line)[:1]:
            if begins_with(code, excluded):
                yield Hit(
                    line=line.number,
                    evidence=(code,),
                    detail=f"The plan does not cover services for {code}.",
                )


@rule(row=11, field="diagnoses", owner=Owner.CODER, reason="CO-167")
def diagnosis_excluded_by_policy(review: Review) -> Iterator[Hit]:
    """The payer's policy says that this procedure is never covered for the main diagnosis.

    Next step: read the policy; appeal with the records if the note says more.
    Source: the payer's coverage policy.
    """
    for line in review.lines:
        for policy in review.scenario.policies:
            main = review.pointed(line)[:1]
            about = stands_for(policy.procedure, line.procedure)
            if about and main and begins_with(main[0], policy.excluded):
                yield Hit(
                    line=line.number,
                    evidence=(policy.id, main[0]),
                    detail=f"Policy {policy.id} never covers {line.procedure} for {main[0]}.",
                )


@rule(row=19, field="procedure", owner=Owner.BILLER, reason="PR-204")
def benefit_not_in_plan(review: Review) -> Iterator[Hit]:
    """The member's plan has no benefit of this kind at all.

    Next step: look for another plan that has it; else bill the patient.
    Source: plan documents.
    """
    for line, fee in review.priced_lines():
        if fee.benefit and fee.benefit in review.scenario.plan.without:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"The plan has no {fee.benefit} benefit, which {line.procedure} needs.",
            )


@rule(row=19, field="procedure", owner=Owner.BILLER, reason="PR-49")
def routine_service(review: Review) -> Iterator[Hit]:
    """The plan does not pay routine care of this kind.

    Next step: bill the patient; keep the signed notice.
    Source: plan documents; Social Security Act 1862(a)(7) for Medicare.
    """
    yield from _listed(review, review.scenario.plan.routine, "is routine care, which is not paid")


@rule(row=19, field="procedure", owner=Owner.BILLER, reason="CO-55")
def experimental_service(review: Review) -> Iterator[Hit]:
    """The payer holds the procedure to be experimental.

    Next step: appeal with the records and published evidence, else write off.
    Source: plan documents; the payer's coverage policy.
    """
    listed = review.scenario.plan.experimental
    yield from _listed(review, listed, "is experimental in this payer's view")


@rule(row=24, field="units", owner=Owner.BILLER, reason="CO-222")
def contract_units_exceeded(review: Review) -> Iterator[Hit]:
    """The contract pays this practice so many units in a period, over all its patients.

    Lines draw on what is left in their order; the first that does not fit is denied.

    Next step: check the contract's count; write off what is above it.
    Source: contract terms; the reason is not about this patient.
    """
    drawn: Counter[str] = Counter()
    for line, fee in review.priced_lines():
        used = review.scenario.contract_used.get(line.procedure, 0) + drawn[line.procedure]
        if fee.contract_units is not None and used + line.units > fee.contract_units:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"The contract pays {fee.contract_units} units of {line.procedure} in the "
                f"period; {used} were paid before.",
            )
        else:
            drawn[line.procedure] += int(line.units)


def _listed(review: Review, patterns: tuple[str, ...], words: str) -> Iterator[Hit]:
    for line in review.lines:
        if any(stands_for(pattern, line.procedure) for pattern in patterns):
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} {words}.",
            )
