"""Does the service fit its place, its modifiers and the provider's part in it?"""

from collections.abc import Iterator

from claims.facts import Fee
from claims.rules.finding import Finding, Owner
from claims.rules.review import Review, is_visit, stands_for

NOTICE_MODIFIERS = frozenset({"GA", "GY", "GZ"})
VISIT_MODIFIERS = frozenset({"Z5", "Z6", "Z7"})
VISIT_BENEFITS = frozenset({"visit", "preventive", "behavioral"})
ASSISTANT_MODIFIERS = frozenset({"Z9", "AS"})
SPLIT_MODIFIERS = frozenset({"Z2", "TC"})


def place_not_allowed(review: Review) -> Iterator[Finding]:
    """The procedure is not done in this place of service: CO-5 with M77.

    Next step: check where the patient was and send a replacement. Root: biller.
    Source: house convention; the places stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        place = review.place(line)
        if fee.places and place not in fee.places:
            yield Finding(
                rule="place_not_allowed",
                field="place_of_service",
                owner=Owner.BILLER,
                line=line.number,
                evidence=(place,),
                group="CO",
                carc="5",
                rarcs=("M77",),
                detail=f"{line.procedure} is not done in place {place}; "
                f"it is in {', '.join(fee.places)}.",
            )


def modifier_inconsistent(review: Review) -> Iterator[Finding]:
    """A modifier does not go with the procedure: CO-4 with N823.

    Either the payer's row lists its modifiers and this is none of them, or the modifier's own
    meaning forbids it: visit modifiers on something that is no visit, both sides on what has no
    sides, professional or technical part of what is not split.

    Next step: mend the modifier if the note supports another; replacement. Root: coder.
    Source: CMS NCCI Policy Manual, chapter I, on modifiers; house convention for the Z modifiers.
    """
    for line, fee in review.priced_lines():
        for modifier in line.modifiers:
            if not _goes_with(review, line.procedure, fee, modifier):
                yield Finding(
                    rule="modifier_inconsistent",
                    field="modifiers",
                    owner=Owner.CODER,
                    line=line.number,
                    evidence=(modifier,),
                    group="CO",
                    carc="4",
                    rarcs=("N823",),
                    detail=f"Modifier {modifier} does not go with {line.procedure}.",
                )


def modifier_missing(review: Review) -> Iterator[Finding]:
    """The procedure needs one of certain modifiers and has none: CO-4 with N822.

    Next step: add what the note supports; replacement. Root: coder.
    Source: house convention; the modifiers stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        if fee.required_modifiers and not set(fee.required_modifiers) & set(line.modifiers):
            yield Finding(
                rule="modifier_missing",
                field="modifiers",
                owner=Owner.CODER,
                line=line.number,
                evidence=fee.required_modifiers,
                group="CO",
                carc="4",
                rarcs=("N822",),
                detail=f"{line.procedure} needs one of {', '.join(fee.required_modifiers)}.",
            )


def assistant_not_allowed(review: Review) -> Iterator[Finding]:
    """An assistant at surgery is billed where the payer allows none: CO-54.

    Next step: write off, or appeal with the operative note. Root: coder.
    Source: CMS Claims Processing Manual, chapter 12, section 20.4.3.
    """
    for line, fee in review.priced_lines():
        if not fee.assistant and ASSISTANT_MODIFIERS & set(line.modifiers):
            yield Finding(
                rule="assistant_not_allowed",
                field="modifiers",
                owner=Owner.CODER,
                line=line.number,
                evidence=line.modifiers,
                group="CO",
                carc="54",
                detail=f"{line.procedure} is paid to one surgeon, without an assistant.",
            )


def visit_beside_procedure(review: Review) -> Iterator[Finding]:
    """A visit and a procedure of the same day without Z5 (asked by the scrubber only).

    Next step: add Z5 if the note shows a separate visit, else drop the visit. Root: coder.
    Source: CMS NCCI Policy Manual, chapter I, on visits with minor procedures.
    """
    days = {
        line.date: line.procedure
        for line, fee in review.priced_lines()
        if fee.global_days is not None and not review.is_visit(line)
    }
    for line in review.lines:
        procedure = days.get(line.date)
        separate = VISIT_MODIFIERS & set(line.modifiers)
        if procedure and review.is_visit(line) and not separate:
            yield Finding(
                rule="visit_beside_procedure",
                field="modifiers",
                owner=Owner.CODER,
                line=line.number,
                evidence=(line.procedure, procedure),
                detail=f"{line.procedure} stands beside {procedure} of the same day without Z5.",
            )


def _goes_with(review: Review, procedure: str, fee: Fee, modifier: str) -> bool:
    """Whether a modifier may stand on a procedure."""
    if modifier in NOTICE_MODIFIERS:
        return True
    if fee.modifiers:
        return modifier in fee.modifiers or _separates(review, procedure, modifier)
    if modifier in VISIT_MODIFIERS:
        return is_visit(procedure) or fee.benefit in VISIT_BENEFITS
    if modifier == "Z1":
        return fee.bilateral
    return fee.professional_split if modifier in SPLIT_MODIFIERS else True


def _separates(review: Review, procedure: str, modifier: str) -> bool:
    """Whether a code pair names the modifier as what keeps this procedure apart."""
    return any(
        stands_for(pair.column2, procedure) and modifier in pair.modifiers
        for pair in review.scenario.pairs
    )
