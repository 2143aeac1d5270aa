"""The provider's standing with the payer: enrolled on the day, of the right kind, in the network.

A payer that keeps no list of providers takes every provider.
"""

from collections.abc import Iterator

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review


@rule(row=5, field="rendering_npi", owner=Owner.BILLER, reason="CO-B7")
def provider_not_eligible(review: Review) -> Iterator[Hit]:
    """The rendering provider was not enrolled with the payer on the service date.

    Next step: check the enrolment; appeal with its date if the payer's file is wrong.
    Source: 42 CFR 424.505 for Medicare; contract terms for others.
    """
    npi = review.claim.rendering_npi
    for line in review.lines:
        if review.scenario.providers and review.standing(line.date) is None:
            yield Hit(
                line=line.number,
                evidence=(npi,),
                detail=f"Provider {npi or 'without an NPI'} was not enrolled on {line.date}.",
            )


@rule(row=5, field="rendering_npi", owner=Owner.BILLER, reason="CO-8")
def specialty_not_allowed(review: Review) -> Iterator[Hit]:
    """The payer pays this procedure to other specialties only.

    Next step: check who rendered it; appeal if the payer's file has the wrong specialty.
    Source: house convention; the specialties stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        standing = review.standing(line.date)
        if fee.specialties and standing and standing.specialty not in fee.specialties:
            yield Hit(
                line=line.number,
                evidence=(line.procedure, standing.specialty),
                detail=f"{line.procedure} is paid to {' or '.join(fee.specialties)}, "
                f"not to {standing.specialty or 'a provider without a specialty'}.",
            )


@rule(row=5, field="rendering_npi", owner=Owner.BILLER, reason="PR-242")
def out_of_network(review: Review) -> Iterator[Hit]:
    """The plan pays its network only, and the provider is outside; emergencies are always paid.

    Next step: check the network before the visit; else bill the patient.
    Source: plan documents; Public Health Service Act 2799A-1 for emergencies.
    """
    for line in review.lines:
        outside = review.scenario.plan.network_only and not review.is_in_network(line)
        if outside and not review.is_emergency(line):
            yield Hit(
                line=line.number,
                evidence=(review.claim.rendering_npi,),
                detail=f"{line.procedure} was rendered outside the plan's network.",
            )
