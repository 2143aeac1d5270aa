"""Conditions that depend on what became of the other lines. ``payable`` are the lines still up."""

from collections import Counter
from collections.abc import Collection, Iterator

from claims.rules.bundling import main_lines
from claims.rules.finding import Hit, Owner, Wanted, rule
from claims.rules.review import Review

RANKED = 2
MOST_RANKED = 5


@rule(row=23, field="procedure", owner=Owner.CODER, reason="CO-107", rarcs=("N122",))
def main_service_denied(review: Review, payable: Collection[int]) -> Iterator[Hit]:
    """An add-on service whose main service was denied.

    Next step: rescue the main line first; the add-on follows it.
    Source: CMS NCCI Policy Manual, chapter I: an add-on is paid only if its main service is.
    """
    for line in review.lines:
        mains = main_lines(review, line)
        if line.number in payable and mains and not set(mains) & set(payable):
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} goes with line {mains[0]}, which was denied.",
            )


@rule(
    row=26,
    field="attachments",
    owner=Owner.BILLER,
    reason="CO-226",
    rarcs=("M127",),
    wanted=Wanted.RECORDS,
)
def too_many_procedures(review: Review, payable: Collection[int]) -> Iterator[Hit]:
    """More than five ranked procedures on one day: the payer reviews them by hand.

    Next step: send the operative note before the due date.
    Source: CMS Claims Processing Manual, chapter 12, section 40.6.
    """
    if "records" in review.claim.attachments:
        return
    ranked = Counter(
        line.date
        for line, fee in review.priced_lines()
        if line.number in payable and fee.multiple_procedure == RANKED
    )
    for day, count in ranked.items():
        if count > MOST_RANKED:
            yield Hit(
                detail=f"{count} ranked procedures on {day}; above {MOST_RANKED} "
                "the payer reads the operative note first."
            )
