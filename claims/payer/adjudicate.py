"""The payer decides: front door, rulebook, price, cost share, balance. PURE.

The same scenario always gives the same answer; dates come with the claim, never from a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from claims.facts import CodeSet, Coverage, Line, Scenario
from claims.money import ZERO, dollars, total
from claims.payer.answer import Answer, LineAnswer, Outcome, balanced, patient_share
from claims.payer.cost_share import CostShare, counters_of, share_costs
from claims.payer.pricing import bears_difference, price
from claims.payer.remit import denied_line, money_findings, paid_line
from claims.payer.rulebook import AUDIT, DEPENDENT, FRONT_DOOR, RULEBOOK, SYNTAX, hits
from claims.payer.slips import slipped
from claims.rules.finding import Finding, Owner
from claims.rules.review import Review

VOID = 8
Fates = Mapping[int, Finding]


class NothingPended(ValueError):
    """A lapse was asked of a claim for which the payer waits for nothing."""


@dataclass(frozen=True)
class Decision:
    """What the rulebook says: every hit in order, and the one that decides each stopped line."""

    found: tuple[Finding, ...]
    fates: Fates

    @property
    def waits(self) -> tuple[Finding, ...]:
        """The hits for which the payer waits, in the order of the rulebook."""
        return tuple(
            finding
            for finding in self.found
            if finding.wanted and any(fate is finding for fate in self.fates.values())
        )


def answer(scenario: Scenario, *, codes: CodeSet, prior: Answer | None = None) -> Answer:
    """What the payer does with the claim.

    ``prior`` is the payer's last answer to a claim that this one replaces or voids: its part in
    the member's counters is given back before anything is priced. Raises OutOfBalance if the
    result would not add up, which is a fault of this program and never of the claim.
    """
    scenario = slipped(_given_back(scenario, prior))
    review = Review(scenario, codes)
    for step in (SYNTAX, FRONT_DOOR):
        turned_back = tuple(hits(step, review))
        if turned_back:
            return _unpriced(scenario, Outcome.REJECTED, turned_back)
    if scenario.claim.frequency == VOID:
        return _voided(scenario, prior)
    decision = decide(review)
    if decision.waits:
        return _pended(scenario, decision)
    return _adjudicated(review, decision)


def lapse(scenario: Scenario, *, codes: CodeSet, prior: Answer | None = None) -> Answer:
    """The denial after the due date of a pended claim: nobody sent what the payer waited for.

    Lines that had a denial of their own keep it; all others are denied with the reason of the
    request (PR-227 the patient, CO-226 the provider). Raises NothingPended for a claim that the
    payer does not wait on.
    """
    scenario = slipped(_given_back(scenario, prior))
    review = Review(scenario, codes)
    decision = decide(review)
    if not decision.waits:
        raise NothingPended("this claim waits for nothing")
    late = decision.waits[0]
    fates = {line.number: decision.fates.get(line.number, late) for line in review.lines}
    return _adjudicated(review, Decision(decision.found, fates))


def decide(review: Review) -> Decision:
    """Ask the rulebook; the first hit decides a line, a hit without a line decides all lines."""
    found = list(hits(RULEBOOK, review))
    fates: dict[int, Finding] = {}
    _apply(found, review, fates)
    for check in DEPENDENT:
        payable = [line.number for line in review.lines if line.number not in fates]
        late = list(check(review, payable))
        _apply(late, review, fates)
        found += late
    found += hits(AUDIT, review)
    return Decision(tuple(found), fates)


def _apply(found: Iterable[Finding], review: Review, fates: dict[int, Finding]) -> None:
    for finding in found:
        numbers = [line.number for line in review.lines] if finding.line is None else [finding.line]
        for number in numbers:
            fates.setdefault(number, finding)


def _given_back(scenario: Scenario, prior: Answer | None) -> Scenario:
    """The scenario with the counters as they stood before the prior answer."""
    if prior is None:
        return scenario
    coverage = scenario.coverage
    left = coverage.out_of_pocket_left
    before = replace(
        coverage,
        deductible_left=coverage.deductible_left + prior.deductible_taken,
        out_of_pocket_left=None if left is None else left + prior.out_of_pocket_taken,
    )
    return replace(scenario, coverage=before)


def _unpriced(scenario: Scenario, outcome: Outcome, findings: tuple[Finding, ...]) -> Answer:
    coverage = scenario.coverage
    return Answer(
        outcome=outcome,
        charge=scenario.claim.charge,
        deductible_left=coverage.deductible_left,
        out_of_pocket_left=coverage.out_of_pocket_left,
        findings=findings,
    )


def _voided(scenario: Scenario, prior: Answer | None) -> Answer:
    """A void bills nothing: what the payer paid goes back and the counters are restored."""
    taken_back = prior.paid if prior else ZERO
    finding = Finding(
        rule="voided",
        field="frequency",
        owner=Owner.NONE,
        amount=taken_back,
        detail=f"Claim {scenario.claim.original_reference or 'without a reference'} is voided; "
        f"{dollars(taken_back)} goes back to the payer.",
    )
    return replace(_unpriced(scenario, Outcome.DENIED, (finding,)), charge=ZERO)


def _pended(scenario: Scenario, decision: Decision) -> Answer:
    waits = decision.waits
    due = scenario.claim.received_on + timedelta(days=scenario.payer.information_days)
    findings = tuple(
        replace(
            finding,
            decisive=finding in waits,
            detail=f"{finding.detail} Due {due}." if finding in waits else finding.detail,
        )
        for finding in decision.found
    )
    asked = _unpriced(scenario, Outcome.PENDED, findings)
    return replace(asked, wanted=waits[0].wanted, due=due)


def _adjudicated(review: Review, decision: Decision) -> Answer:
    """Price what is payable, deny the rest, and balance."""
    coverage = review.scenario.coverage
    costs = _cost_shares(review, decision.fates)
    lines = tuple(_line_answer(review, line, decision.fates, costs) for line in review.lines)
    deductible = total(cost.deductible for cost in costs.values())
    shared = total(cost.patient for cost in costs.values())
    left = coverage.out_of_pocket_left
    taken = shared if left is None else min(shared, left)
    return balanced(
        Answer(
            outcome=Outcome.PAID if costs else Outcome.DENIED,
            charge=review.claim.charge,
            paid=total(line.paid for line in lines),
            patient_responsibility=patient_share(lines),
            deductible_taken=deductible,
            out_of_pocket_taken=taken,
            deductible_left=coverage.deductible_left - deductible,
            out_of_pocket_left=None if left is None else left - taken,
            rarcs=_claim_remarks(decision.fates),
            lines=lines,
            findings=(*_traced(review, decision), *_money_trace(review, costs)),
        )
    )


def _cost_shares(review: Review, fates: Fates) -> dict[int, CostShare]:
    """The cost share of each payable line by its number."""
    scenario = review.scenario
    payable = [line for line in review.lines if line.number not in fates]
    shared = share_costs(
        price(review, payable=payable),
        plan=scenario.plan,
        counters=counters_of(scenario.coverage),
        secondary=not scenario.coverage.primary,
        sequestration=scenario.payer.sequestration,
    )
    return {cost.price.line.number: cost for cost, _counters in shared}


def _line_answer(
    review: Review, line: Line, fates: Fates, costs: Mapping[int, CostShare]
) -> LineAnswer:
    if line.number in fates:
        return denied_line(line, because=fates[line.number])
    return paid_line(costs[line.number], bears=bears_difference(review, line))


def _claim_remarks(fates: Fates) -> tuple[str, ...]:
    """The remarks at the head of the remittance, each once."""
    return tuple(dict.fromkeys(code for fate in fates.values() for code in fate.claim_rarcs))


def _traced(review: Review, decision: Decision) -> tuple[Finding, ...]:
    """Every hit with the dollars that it stopped; zero where another rule came first."""
    stopped: list[Finding] = []
    for finding in decision.found:
        lines = [n for n, fate in decision.fates.items() if fate is finding]
        charges = [line.charge for line in review.lines if line.number in lines]
        amount: Decimal = total(charges)
        stopped.append(replace(finding, amount=amount, decisive=bool(lines)))
    return tuple(stopped)


def _money_trace(review: Review, costs: Mapping[int, CostShare]) -> tuple[Finding, ...]:
    return tuple(
        finding
        for cost in costs.values()
        for finding in money_findings(cost, bears=bears_difference(review, cost.price.line))
    )


def coverage_after(coverage: Coverage, *, answered: Answer) -> Coverage:
    """The member's file after an answer, with the counters moved."""
    return replace(
        coverage,
        deductible_left=answered.deductible_left,
        out_of_pocket_left=answered.out_of_pocket_left,
    )
