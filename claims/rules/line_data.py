"""What a claim must carry for some services, or behind another payer: CO-16 with its remark."""

import re
from collections.abc import Iterator

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review
from coding.npi import is_valid_npi

# Eleven digits in three groups, as on the package; fictional ones begin with 00000.
# Source: 45 CFR 162.1002 (national drug codes); 21 CFR 207.33 for the form.
NDC = re.compile(r"[0-9]{5}-[0-9]{4}-[0-9]{2}")


@rule(row=8, field="prior", owner=Owner.BILLER, reason="CO-16", rarcs=("MA04",))
def prior_payment_missing(review: Review) -> Iterator[Hit]:
    """Another plan is primary, and its answer is on some lines of the claim but not on this one.

    Next step: add the primary plan's answer of every line; replacement.
    Source: CAQH CORE business scenario 2 (missing data); house convention on the remark.
    """
    lines = review.lines
    if review.scenario.coverage.primary or not any(line.prior for line in lines):
        return
    for line in lines:
        if line.prior is None:
            yield Hit(
                line=line.number,
                detail=f"The primary plan's answer to line {line.number} is missing.",
            )


@rule(row=9, field="date", owner=Owner.BILLER, reason="CO-16", rarcs=("M52",))
def service_date_invalid(review: Review) -> Iterator[Hit]:
    """A service is dated before the patient was born, or ends before it begins.

    Next step: check the date in the note and send a replacement.
    Source: house convention, box 24A.
    """
    born = review.claim.patient_born
    for line in review.lines:
        if line.date < born:
            problem = f"before the patient's birth on {born}"
        elif line.through is not None and line.through < line.date:
            problem = f"and ends on {line.through}, before it begins"
        else:
            continue
        yield Hit(line=line.number, detail=f"Line {line.number} is dated {line.date}, {problem}.")


@rule(row=9, field="referring_npi", owner=Owner.BILLER, reason="CO-16", rarcs=("N286",))
def referring_npi_missing(review: Review) -> Iterator[Hit]:
    """A service that this payer pays only on referral names no referring provider.

    Next step: add the NPI of who referred the patient and send a replacement.
    Source: 42 CFR 424.507 for Medicare; which services need it is in the fee schedule.
    """
    for line, fee in review.priced_lines():
        if fee.referring and not is_valid_npi(review.claim.referring_npi):
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} needs the NPI of the provider who referred the patient.",
            )


@rule(row=9, field="ndc", owner=Owner.BILLER, reason="CO-16", rarcs=("M119",))
def ndc_missing(review: Review) -> Iterator[Hit]:
    """A drug that this payer pays only with its package number has none, or one of another form.

    Next step: copy the number from the package and send a replacement.
    Source: 42 CFR 447.520 for Medicaid; other payers' contract terms.
    """
    for line, fee in review.priced_lines():
        if fee.ndc and not NDC.fullmatch(line.ndc):
            problem = f"{line.ndc} is not of the form" if line.ndc else "it carries none"
            yield Hit(
                line=line.number,
                evidence=(line.procedure, line.ndc),
                detail=f"{line.procedure} needs the drug's package number: {problem}.",
            )
