"""Did the payer give leave, and is it a benefit of the plan at all?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from claims.facts import Authorization, Line, Referral
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, stands_for


@rule(row=17, field="referral", owner=Owner.BILLER, reason="CO-288")
def referral_missing(review: Review) -> Iterator[Hit]:
    """The plan wants a referral and the claim has none.

    Next step: get the referral, then a replacement or an appeal.
    Source: house convention; which services need it is in the fee schedule.
    """
    for line, fee in review.priced_lines():
        if fee.referral and not _is_referral(review):
            number = review.claim.referral.strip()
            problem = f"{number} is not on file" if number else "the claim carries none"
            yield Hit(
                line=line.number,
                evidence=(line.procedure, number),
                detail=f"{line.procedure} needs a referral: {problem}.",
            )


@rule(row=17, field="referral", owner=Owner.BILLER, reason="CO-287")
def referral_exceeded(review: Review) -> Iterator[Hit]:
    """The referral's visits are used up, or it does not hold for this service or day.

    Next step: ask for a new referral, then a replacement or an appeal.
    Source: house convention; the referral stands in the payer's file.
    """
    rows = [row for row in review.scenario.referrals if row.number == review.claim.referral.strip()]
    for line, fee in review.priced_lines():
        if fee.referral and rows and not any(_has_visits(review, row, line) for row in rows):
            yield Hit(
                line=line.number,
                evidence=(line.procedure, rows[0].number),
                detail=f"Referral {rows[0].number} has no visit left for {line.procedure} "
                f"on {line.date}.",
            )


@rule(row=18, field="authorization", owner=Owner.BILLER, reason="CO-39")
def authorization_refused(review: Review) -> Iterator[Hit]:
    """The payer was asked beforehand and said no.

    Next step: appeal the refusal with the records; do not ask for the same again.
    Source: house convention; the refusal stands in the payer's file.
    """
    refused = {row.procedure: row.number for row in review.scenario.authorizations if row.refused}
    for line, fee in review.priced_lines():
        number = refused.get(line.procedure)
        if fee.authorization and number and review.claim.authorization.strip() in {"", number}:
            yield Hit(
                line=line.number,
                evidence=(line.procedure, number),
                detail=f"The payer refused {line.procedure} beforehand ({number}).",
            )


@rule(row=18, field="authorization", owner=Owner.BILLER, reason="CO-197", rarcs=("M62",))
def authorization_missing(review: Review) -> Iterator[Hit]:
    """The service needs leave and the claim carries no number that is on file.

    Next step: ask for leave after the fact, or appeal with records.
    Source: house convention; which services need it is in the fee schedule.
    """
    number = review.claim.authorization.strip()
    on_file = {row.number for row in review.scenario.authorizations}
    for line, fee in review.priced_lines():
        if fee.authorization and number not in on_file:
            problem = f"{number} is not on file" if number else "the claim carries no number"
            yield Hit(
                line=line.number,
                evidence=(line.procedure, number),
                detail=f"{line.procedure} needs authorisation: {problem}.",
            )


@rule(row=18, field="authorization", owner=Owner.BILLER, reason="CO-284")
def authorization_for_other_service(review: Review) -> Iterator[Hit]:
    """The number on the claim is for another service or other dates.

    Next step: send a replacement with the right number, or ask for one.
    Source: house convention.
    """
    number = review.claim.authorization.strip()
    rows = [row for row in review.scenario.authorizations if row.number == number]
    for line, fee in review.priced_lines():
        if not fee.authorization or not rows:
            continue
        if not any(_covers(row, line.procedure, line.date) for row in rows):
            granted = ", ".join(_granted(row) for row in rows)
            yield Hit(
                line=line.number,
                evidence=(line.procedure, number),
                detail=f"{number} is for {granted}, not for {line.procedure} on {line.date}.",
            )


@rule(row=18, field="units", owner=Owner.BILLER, reason="CO-198")
def authorization_exceeded(review: Review) -> Iterator[Hit]:
    """More units are billed than the number has left.

    Lines draw on the number in their order; the first that does not fit is denied.

    Next step: ask for more units, then a replacement or an appeal.
    Source: house convention.
    """
    number = review.claim.authorization.strip()
    drawn: Counter[str] = Counter()
    for line, fee in review.priced_lines():
        granted = sum(
            row.units
            for row in review.scenario.authorizations
            if row.number == number and _covers(row, line.procedure, line.date)
        )
        if not fee.authorization or not granted:
            continue
        if drawn[line.procedure] + line.units > granted:
            yield Hit(
                line=line.number,
                evidence=(line.procedure, number),
                detail=f"{number} grants {granted} units of {line.procedure}; "
                f"{drawn[line.procedure] + line.units} are billed.",
            )
        else:
            drawn[line.procedure] += int(line.units)


@rule(row=18, field="rendering_npi", owner=Owner.BILLER, reason="CO-296")
def authorization_for_other_provider(review: Review) -> Iterator[Hit]:
    """The number on the claim is good for the service, but for another provider.

    Next step: have the payer change the number's provider, then a replacement.
    Source: house convention.
    """
    number, npi = review.claim.authorization.strip(), review.claim.rendering_npi
    for line, fee in review.priced_lines():
        rows = [
            row
            for row in review.scenario.authorizations
            if row.number == number and _covers(row, line.procedure, line.date)
        ]
        if fee.authorization and rows and all(row.provider_npi not in {"", npi} for row in rows):
            yield Hit(
                line=line.number,
                evidence=(line.procedure, number),
                detail=f"{number} is for provider {rows[0].provider_npi}, not for {npi}.",
            )


@rule(
    row=19,
    field="procedure",
    owner=Owner.BILLER,
    reason="PR-96",
    rarcs=("N130",),
    also=("PR-96 N425 with GY",),
)
def not_a_benefit(review: Review) -> Iterator[Hit]:
    """The plan excludes the service, or GY says that it is excluded by law.

    Next step: bill the patient; keep the signed notice.
    Source: plan documents (N130); for GY, CMS Claims Processing Manual, chapter 1, section 60.
    """
    for line in review.lines:
        exclusions = review.scenario.plan.exclusions
        excluded = any(stands_for(pattern, line.procedure) for pattern in exclusions)
        if excluded or "GY" in line.modifiers:
            reason = "the plan excludes it" if excluded else "modifier GY says it is excluded"
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                field=None if excluded else "modifiers",
                rarcs=None if excluded else ("N425",),
                detail=f"{line.procedure} is not a benefit: {reason}.",
            )


@rule(row=19, field="procedure", owner=Owner.BILLER, reason="CO-96", rarcs=("N448",))
def not_in_fee_schedule(review: Review) -> Iterator[Hit]:
    """The code exists, but this payer has no fee for it.

    Next step: check the code; ask the payer how the service is billed.
    Source: house convention.
    """
    for line in review.lines:
        if review.fee(line) is None and review.procedure(line.procedure, on=line.date) is not None:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} is not in this payer's fee schedule.",
            )


@rule(row=19, field="procedure", owner=Owner.BILLER, reason="PR-119")
def benefit_used_up(review: Review) -> Iterator[Hit]:
    """The plan pays the service only so often, and that is used up.

    Next step: bill the patient, or wait for the date in the eligibility answer.
    Source: house convention; plan documents.
    """
    for line in review.lines:
        for limit in review.scenario.plan.limits:
            if not stands_for(limit.procedure, line.procedure):
                continue
            used = sum(
                stands_for(limit.procedure, old.procedure)
                and 0 < (line.date - old.date).days < limit.days
                and not review.is_replaced(old)
                for old in review.scenario.history
            )
            if used >= limit.times:
                yield Hit(
                    line=line.number,
                    evidence=(line.procedure,),
                    detail=f"The plan pays {line.procedure} {limit.times} times in {limit.days} "
                    f"days; {used} were used.",
                )


def _is_referral(review: Review) -> bool:
    """Whether the claim carries a referral; a payer without a file takes any number."""
    number, rows = review.claim.referral.strip(), review.scenario.referrals
    return bool(number) and (not rows or number in {row.number for row in rows})


def _has_visits(review: Review, row: Referral, line: Line) -> bool:
    """Whether a referral is for the service and day and has a visit left."""
    begun = row.valid_from is None or row.valid_from <= line.date
    holds = begun and (row.valid_to is None or line.date <= row.valid_to)
    used = sum(
        stands_for(row.procedure, old.procedure)
        and old.date < line.date
        and (row.valid_from is None or row.valid_from <= old.date)
        and not review.is_replaced(old)
        for old in review.scenario.history
    )
    return holds and stands_for(row.procedure, line.procedure) and used < row.visits


def _covers(row: Authorization, procedure: str, day: date) -> bool:
    return (
        row.procedure == procedure
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day <= row.valid_to)
    )


def _granted(row: Authorization) -> str:
    """A granted row in words: the procedure and its dates."""
    if row.valid_from is None or row.valid_to is None:
        return row.procedure
    return f"{row.procedure} from {row.valid_from} to {row.valid_to}"
