"""From decisions and cost shares to the lines of a remittance, with a finding for each dollar."""

from collections.abc import Iterator
from decimal import Decimal

from claims.facts import Line
from claims.money import ZERO, dollars
from claims.payer.answer import Adjustment, LineAnswer, in_order
from claims.payer.cost_share import CostShare
from claims.rules.finding import Finding, Owner

OUT_OF_POCKET_REACHED = "N16"


def denied_line(line: Line, *, because: Finding) -> LineAnswer:
    """A denied line: the whole charge under the one reason, nothing priced, nothing shared."""
    adjustment = Adjustment(
        group=because.group, carc=because.carc, amount=line.charge, rarcs=because.rarcs
    )
    return LineAnswer(
        line=line.number,
        procedure=line.procedure,
        charge=line.charge,
        allowed=ZERO,
        paid=ZERO,
        adjustments=(adjustment,),
        rarcs=(*because.rarcs, *because.claim_rarcs),
    )


def paid_line(cost: CostShare, *, bears: str) -> LineAnswer:
    """A payable line. ``bears`` is the group of the charge above the fee: CO or PR."""
    line = cost.price.line
    adjustments = tuple(
        Adjustment(group=row.group, carc=row.carc, amount=row.amount, rarcs=row.rarcs)
        for row in money_findings(cost, bears=bears)
        if row.carc and row.amount
    )
    return LineAnswer(
        line=line.number,
        procedure=line.procedure,
        charge=line.charge,
        allowed=cost.price.allowed,
        paid=cost.paid,
        adjustments=in_order(adjustments),
        rarcs=(OUT_OF_POCKET_REACHED,) if cost.waived else (),
    )


def money_findings(cost: CostShare, *, bears: str) -> Iterator[Finding]:
    """Why charge and payment of a payable line differ, dollar by dollar, in the order applied."""
    if cost.prior is None:
        yield from _reductions(cost, bears=bears)
    else:
        detail = f"The earlier payer paid or took off {dollars(cost.prior)}."
        yield _moved(cost, "coordination", "prior", cost.prior, "OA", "23", detail)
    yield from _patient_parts(cost)
    if cost.sequestered:
        detail = f"The law takes {dollars(cost.sequestered)} off the payment."
        yield _moved(cost, "sequestration", "payer", cost.sequestered, "CO", "253", detail)
    if cost.waived:
        detail = f"The out-of-pocket maximum took {dollars(cost.waived)} off the patient's part."
        yield _moved(cost, "out_of_pocket_cap", "coverage", cost.waived, "", "", detail)


def _reductions(cost: CostShare, *, bears: str) -> Iterator[Finding]:
    """The fee schedule and the ranking of procedures."""
    row = cost.price
    if row.over_fee:
        rule = "contractual" if bears == "CO" else "balance_bill"
        detail = (
            f"Charge {dollars(row.line.charge)}, fee {dollars(row.full)}: "
            f"{dollars(row.over_fee)} above the fee "
            + ("is written off." if bears == "CO" else "may be billed to the patient.")
        )
        yield _moved(cost, rule, "charge", row.over_fee, bears, "45", detail)
    if row.over_rank:
        detail = (
            f"Ranked {row.rank} of the day's procedures: fee {dollars(row.full)} "
            f"becomes {dollars(row.reduced)}."
        )
        yield _moved(cost, "multiple_procedure", "procedure", row.over_rank, "CO", "59", detail)


def _patient_parts(cost: CostShare) -> Iterator[Finding]:
    """Deductible, copay and coinsurance. A part that the maximum cut says so (N16)."""
    allowed = dollars(cost.price.allowed)
    parts = (
        ("deductible", cost.deductible, "1", "goes to the deductible"),
        ("copay", cost.copay, "3", "is the copay of the visit"),
        ("coinsurance", cost.coinsurance, "2", "is the coinsurance"),
    )
    for rule, amount, carc, words in parts:
        if amount:
            detail = f"Of {allowed} allowed, {dollars(amount)} {words}."
            yield _moved(cost, rule, "coverage", amount, "PR", carc, detail)


def _moved(
    cost: CostShare, rule: str, field: str, amount: Decimal, group: str, carc: str, detail: str
) -> Finding:
    remarks = (OUT_OF_POCKET_REACHED,) if cost.waived and group == "PR" and carc != "45" else ()
    return Finding(
        rule=rule,
        field=field,
        owner=Owner.NONE,
        line=cost.price.line.number,
        group=group,
        carc=carc,
        rarcs=remarks,
        amount=amount,
        detail=detail,
    )
