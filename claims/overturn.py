"""What an appeal is about, and what the payer sets aside when it is won. PURE.

A won appeal is a new answer to the same claim with one condition set aside on the lines that it
denied. Two are never set aside, because no record changes them: a code pair that is never paid
together (indicator 0), and a daily unit limit that is absolute (adjudication indicator 2). Source:
CMS NCCI Policy Manual, chapter I; the rest is house convention.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from claims.bookkeeping import CONTRACT_REASONS, Reduction
from claims.facts import Fee, Pair, Policy, Scenario
from claims.payer import Answer
from claims.payer.appeals import GROUNDS, Ground
from claims.payer.slips import without_slips
from claims.rules.review import stands_for

COST_SHARE = frozenset({"1", "2", "3"})
ABSOLUTE = 2

RELAXED: dict[str, Callable[[Fee], Fee]] = {
    "197": lambda fee: replace(fee, authorization=False),
    "198": lambda fee: replace(fee, authorization=False),
    "284": lambda fee: replace(fee, authorization=False),
    "39": lambda fee: replace(fee, authorization=False),
    "296": lambda fee: replace(fee, authorization=False),
    "287": lambda fee: replace(fee, referral=False),
    "288": lambda fee: replace(fee, referral=False),
    "58": lambda fee: replace(fee, refused_places=()),
    "252": lambda fee: replace(fee, records=False),
    "226": lambda fee: replace(fee, records=False),
    "54": lambda fee: replace(fee, assistant=True),
    "151": lambda fee: fee if fee.mai == ABSOLUTE else replace(fee, max_units=None),
}
"""How a fee row reads when what it asks under a reason is set aside."""


def denial_of(reductions: Iterable[Reduction]) -> str:
    """The reason (CARC) that denied most money; empty when nothing was denied."""
    sums: dict[str, Decimal] = {}
    for row in reductions:
        if row.carc not in CONTRACT_REASONS | COST_SHARE:
            sums[row.carc] = sums.get(row.carc, Decimal(0)) + row.amount
    return max(sums, key=lambda carc: (sums[carc], carc), default="")


def reductions_in(answer: Answer) -> tuple[Reduction, ...]:
    """An answer's adjustments, line by line."""
    return tuple(
        Reduction(line=line.line, group=row.group, carc=row.carc, amount=row.amount)
        for line in answer.lines
        for row in line.adjustments
    )


def ground_for(carc: str) -> Ground | None:
    """The ground on which a denial for that reason can be appealed."""
    return next((ground for ground, carcs in GROUNDS.items() if carc in carcs), None)


def set_aside(scenario: Scenario, *, carc: str, lines: Iterable[int]) -> Scenario:
    """The same claim as the payer sees it once the appeal has convinced it about those lines."""
    denied = set(lines)
    procedures = {line.procedure for line in scenario.claim.lines if line.number in denied}
    first_day = min((line.date for line in scenario.claim.lines), default=scenario.claim.sent)
    match carc:
        case "29":
            claim = replace(scenario.claim, received=first_day, original_remitted=None)
            return replace(scenario, claim=claim)
        case "11" | "50":
            return replace(scenario, policies=_without(scenario, procedures))
        case "167":
            policies = tuple(replace(row, excluded=()) for row in scenario.policies)
            return replace(scenario, policies=policies)
        case "55":
            return replace(scenario, plan=replace(scenario.plan, experimental=()))
        case "150":
            return replace(scenario, record=None)
        case "97" | "231" | "236":
            pairs = tuple(row for row in scenario.pairs if not _yields(row, procedures))
            past = () if carc == "97" else scenario.history
            return replace(scenario, pairs=pairs, history=past)
        case _ if carc in GROUNDS[Ground.PAYMENT]:
            return without_slips(scenario, procedures=procedures)
        case _:
            relax = RELAXED.get(carc, lambda fee: fee)
            rows = scenario.fees.items()
            fees = {code: relax(fee) if code in procedures else fee for code, fee in rows}
            return replace(scenario, fees=fees)


def _without(scenario: Scenario, procedures: set[str]) -> tuple[Policy, ...]:
    return tuple(
        policy
        for policy in scenario.policies
        if not any(stands_for(policy.procedure, code) for code in procedures)
    )


def _yields(pair: Pair, procedures: set[str]) -> bool:
    """Whether a pair that a record may part denies one of the procedures."""
    return pair.indicator != 0 and any(stands_for(pair.column2, code) for code in procedures)
