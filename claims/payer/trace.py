"""What caused this? From a rule to the claim's field, the desk, the dollars and the next step."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claims.facts import Scenario
from claims.money import dollars
from claims.payer.answer import Answer, Outcome
from claims.reasons import reason, remark, status
from claims.rules.boxes import box_of
from claims.rules.finding import Finding, Owner

WANTED = {
    "accident": "Get the accident answers from the patient and send them before the due date.",
    "records": "Send the records before the due date.",
}


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause of the answer.

    ``code`` is the group and reason (CO-11) or the front door's status (A7:164), ``sent`` what
    stood in the field, ``amount`` the dollars moved, ``effect`` the same in words. ``decisive``
    False means that another rule came first on the line: mend it too, or it comes next.
    """

    rule: str
    line: int | None
    field: str
    box: str
    sent: str
    owner: Owner
    code: str
    detail: str
    amount: Decimal
    effect: str
    next_step: str
    decisive: bool


def explain(answer: Answer, scenario: Scenario) -> tuple[Cause, ...]:
    """The causes of an answer, those that decided first, the dearest first among them."""
    causes = [_cause(finding, answer, scenario) for finding in answer.findings]
    return tuple(sorted(causes, key=lambda row: (not row.decisive, -row.amount)))


def _cause(finding: Finding, answer: Answer, scenario: Scenario) -> Cause:
    return Cause(
        rule=finding.rule,
        line=finding.line,
        field=finding.field,
        box=box_of(finding.field),
        sent=_sent(scenario, finding),
        owner=finding.owner,
        code=finding.status or "-".join(part for part in (finding.group, finding.carc) if part),
        detail=finding.detail,
        amount=finding.amount,
        effect=_effect(finding, answer.outcome),
        next_step=_next_step(finding, answer.outcome),
        decisive=finding.decisive,
    )


def _effect(finding: Finding, outcome: Outcome) -> str:
    """What the finding did, in dollars where it moved any."""
    if not finding.decisive and not finding.carc and not finding.status:
        return "Paid; an audit would take it back."
    if not finding.decisive:
        return "Another rule came first on this line."
    if outcome is Outcome.REJECTED:
        return "The claim was turned back; nothing was decided."
    if outcome is Outcome.PENDED:
        return "The payer waits." if finding.wanted else "Not decided yet."
    amount = dollars(finding.amount)
    if finding.owner is not Owner.NONE:
        bears = {"CO": "on the practice", "PR": "on the patient", "OA": "on another payer"}
        return f"{amount} denied; it rests {bears[finding.group]}."
    return {
        "CO": f"{amount} written off.",
        "PR": f"{amount} for the patient.",
        "OA": f"{amount} settled by the earlier payer.",
        "": f"{amount} moved to the payer.",
    }[finding.group]


def _next_step(finding: Finding, outcome: Outcome) -> str:
    if finding.status:
        return status(finding.status).next_step
    if finding.wanted and outcome is Outcome.PENDED:
        return WANTED[finding.wanted.value]
    if not finding.carc:
        return "Nothing to do."
    return " ".join([reason(finding.carc).next_step, *_remark_steps(finding)])


def _remark_steps(finding: Finding) -> Iterator[str]:
    """The steps that the remarks add, each once."""
    for rarc in dict.fromkeys((*finding.rarcs, *finding.claim_rarcs)):
        step = remark(rarc).next_step
        if step:
            yield step


def _sent(scenario: Scenario, finding: Finding) -> str:
    """What stood in the finding's field: on its line, else on the claim; empty if nowhere."""
    lines = {line.number: line for line in scenario.claim.lines}
    places = [lines[finding.line]] if finding.line in lines else []
    for place in (*places, scenario.claim):
        value = getattr(place, finding.field, None)
        if isinstance(value, tuple):
            value = ", ".join(str(item) for item in value if isinstance(item, str | int))
        if value not in {None, ""}:
            return str(value)
    return ""
