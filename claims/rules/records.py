"""What the payer makes of the record: wanted, wanting, or saying less than the claim.

A case's record is what its key says that the note supports; the payer reads it only when it was
sent. Without a record on file nobody can say what the note supports, and the payer believes it.
"""

import re
from collections.abc import Iterator

from claims.facts import Line, Pair
from claims.rules.finding import Hit, Owner, Wanted, rule
from claims.rules.review import Review, stands_for

ATTACHED = "records"
VISIT = re.compile(r"(?P<kind>[A-Z]{2}-\d)(?P<level>\d)\d")


@rule(row=22, field="attachments", owner=Owner.BILLER, reason="CO-252", rarcs=("M127",))
def documents_required(review: Review) -> Iterator[Hit]:
    """The payer cannot decide without the records, and denies where others would wait.

    Next step: send a replacement with the records.
    Source: CAQH CORE business scenario 1 (more documentation needed).
    """
    if review.scenario.payer.denies_for_records:
        yield from _wanted(review, "cannot be decided without the records")


@rule(
    row=22,
    field="attachments",
    owner=Owner.BILLER,
    reason="CO-226",
    rarcs=("M127",),
    wanted=Wanted.RECORDS,
)
def records_wanted(review: Review) -> Iterator[Hit]:
    """The payer wants the records before it decides; unsent, it denies.

    Next step: send the records before the due date.
    Source: CAQH CORE business scenario 1 (more documentation needed).
    """
    if not review.scenario.payer.denies_for_records:
        yield from _wanted(review, "is decided when the payer has the records")


@rule(row=22, field="procedure", owner=Owner.CODER, reason="CO-150", rarcs=("N163",))
def level_not_supported(review: Review) -> Iterator[Hit]:
    """The payer has read the records: they support a visit of a lower level than was billed.

    Next step: recode to what the note supports and send a replacement.
    Source: CAQH CORE business scenario 1; Medicare Program Integrity Manual, chapter 3 (review
    of records).
    """
    if ATTACHED not in review.claim.attachments or review.scenario.record is None:
        return
    recorded = [service.procedure for service in review.scenario.record]
    for line in review.lines:
        supported = _supported_level(line.procedure, recorded)
        if supported:
            yield Hit(
                line=line.number,
                evidence=(line.procedure, supported),
                detail=f"The records support {supported}, not {line.procedure}.",
            )


@rule(row=23, field="modifiers", owner=Owner.CODER)
def modifier_unsupported(review: Review) -> Iterator[Hit]:
    """A modifier keeps a code pair apart, and the note does not bear it out: a false claim.

    The payer does not see it; an audit would take the money back.

    Next step: drop the modifier and send a replacement; return what was paid for it.
    Source: CMS NCCI Policy Manual, chapter I (modifiers only where the record supports them).
    """
    for line, modifiers in _kept_apart(review):
        borne_out = {
            modifier
            for service in review.scenario.record or ()
            if service.procedure == line.procedure
            for modifier in service.modifiers
        }
        if review.scenario.record is not None and not modifiers & borne_out:
            named = ", ".join(sorted(modifiers))
            yield Hit(
                line=line.number,
                evidence=(line.procedure, *sorted(modifiers)),
                detail=f"{named} keeps {line.procedure} apart, and the note does not say so.",
            )


def _wanted(review: Review, words: str) -> Iterator[Hit]:
    if ATTACHED in review.claim.attachments:
        return
    for line, fee in review.priced_lines():
        if fee.records or review.scenario.payer.reviews_every_claim:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} {words}.",
            )


def _supported_level(procedure: str, recorded: list[str]) -> str:
    """The visit of the same kind that the record supports at a lower level; empty if none."""
    billed = VISIT.fullmatch(procedure)
    for code in recorded:
        found = VISIT.fullmatch(code)
        same = billed and found and billed["kind"] == found["kind"]
        if same and billed and found and billed["level"] > found["level"]:
            return code
    return ""


def _kept_apart(review: Review) -> Iterator[tuple[Line, set[str]]]:
    """The lines that only a modifier separates from a pair, with those modifiers."""
    for line in review.lines:
        kept: set[str] = set()
        for pair in review.scenario.pairs:
            if _meets(review, line, pair):
                kept |= set(pair.modifiers) & set(line.modifiers)
        if kept:
            yield line, kept


def _meets(review: Review, line: Line, pair: Pair) -> bool:
    """Whether the line stands in column 2 of the pair, with column 1 on the same day."""
    return (
        pair.indicator == 1
        and stands_for(pair.column2, line.procedure)
        and any(
            other is not line
            and other.date == line.date
            and stands_for(pair.column1, other.procedure)
            for other in review.lines
        )
    )
