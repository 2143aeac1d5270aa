"""What a case brings in when everything is done right: the answer by contract. PURE.

The counterfactual of "What caused this?" and the collectible dollars of the biller's mark. It is
computed from the key, so it stays with the marks until they are released.
"""

from dataclasses import dataclass
from decimal import Decimal

from claims.assemble import fresh_content, true_content
from claims.case_play import first_sending, play, settle
from claims.content import ClaimContent
from claims.facts import eligibility_of
from claims.payer import Answer
from claims.payer.library import ProcedureSet
from claims.scrubber import Severity, scrub
from coding.answer import Answer as Codes
from coding.cases import Case
from coding.cases.answers import right_answer

Error = tuple[str, int | None]
"""A scrubber error by its number and line."""


@dataclass(frozen=True)
class RightLine:
    """What a service would have brought in, in dollars."""

    procedure: str
    paid: Decimal
    patient: Decimal


def right_answer_of(case: Case, *, codes: ProcedureSet) -> Answer:
    """The payer's answer to the right claim, its questions answered."""
    content = true_content(case, right_answer(case), codes=codes)
    return settle(play(case, content, codes=codes), wanted=case.expect.outcome).answer


def collectible(case: Case, *, codes: ProcedureSet) -> Decimal:
    """What payer and patient owe for the right claim, in dollars."""
    answer = right_answer_of(case, codes=codes)
    return answer.paid + answer.patient_responsibility


def right_lines(case: Case, *, codes: ProcedureSet) -> tuple[RightLine, ...]:
    """The right claim's lines, in their order."""
    content = true_content(case, right_answer(case), codes=codes)
    procedures = {number: line.procedure for number, line in enumerate(content.lines, start=1)}
    return tuple(
        RightLine(
            procedures[line.line],
            line.paid,
            sum((row.amount for row in line.adjustments if row.group == "PR"), Decimal("0.00")),
        )
        for line in right_answer_of(case, codes=codes).lines
    )


def planted_errors(case: Case, answer: Codes, *, codes: ProcedureSet) -> frozenset[Error]:
    """The scrubber's errors on the claim as it was opened: the front desk's slips, the coder's,
    and what the biller had to find out."""
    return errors_on(case, fresh_content(case, answer, codes=codes), codes=codes)


def errors_on(case: Case, content: ClaimContent, *, codes: ProcedureSet) -> frozenset[Error]:
    """The errors that the whole scrubber sees on some content, knowing the member's coverage."""
    scenario = play(case, content, first_sending(case, content), codes=codes).scenario
    found = scrub(scenario, codes=codes, eligibility=eligibility_of(scenario))
    return frozenset((row.rule, row.line) for row in found if row.severity is Severity.ERROR)
