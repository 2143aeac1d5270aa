"""Conditions that depend on what became of the other lines. ``payable`` are the lines still up."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from claims.rules.bundling import main_lines
from claims.rules.finding import Finding, Owner, Wanted
from claims.rules.review import Review

RANKED = 2
MOST_RANKED = 5

DependentCheck = Callable[[Review, Collection[int]], Iterable[Finding]]


def main_service_denied(review: Review, payable: Collection[int]) -> Iterator[Finding]:
    """An add-on service whose main service was denied: CO-107 with N122.

    Next step: rescue the main line first; the add-on follows it. Root: coder.
    Source: CMS NCCI Policy Manual, chapter I: an add-on is paid only if its main service is.
    """
    for line in review.lines:
        mains = main_lines(review, line)
        if line.number in payable and mains and not set(mains) & set(payable):
            yield Finding(
                rule="main_service_denied",
                field="procedure",
                owner=Owner.CODER,
                line=line.number,
                evidence=(line.procedure,),
                group="CO",
                carc="107",
                rarcs=("N122",),
                detail=f"{line.procedure} goes with line {mains[0]}, which was denied.",
            )


def too_many_procedures(review: Review, payable: Collection[int]) -> Iterator[Finding]:
    """More than five ranked procedures on one day: the payer reviews them by hand.

    Next step: send the operative note before the due date. Root: biller.
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
            yield Finding(
                rule="too_many_procedures",
                field="attachments",
                owner=Owner.BILLER,
                group="CO",
                carc="226",
                rarcs=("M127",),
                wanted=Wanted.RECORDS,
                detail=f"{count} ranked procedures on {day}; above {MOST_RANKED} "
                "the payer reads the operative note first.",
            )
