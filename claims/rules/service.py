"""Does the service fit its place, its modifiers and the provider's part in it?"""

from collections.abc import Iterator

from claims.facts import Fee
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, is_visit, stands_for

NOTICE_MODIFIERS = frozenset({"GA", "GY", "GZ"})
VISIT_MODIFIERS = frozenset({"Z5", "Z6", "Z7"})
VISIT_BENEFITS = frozenset({"visit", "preventive", "behavioral"})
ASSISTANT_MODIFIERS = frozenset({"Z9", "AS"})
SPLIT_MODIFIERS = frozenset({"Z2", "TC"})
CONTRADICTIONS = (
    {"LT", "RT"},
    {"LT", "Z1"},
    {"RT", "Z1"},
    {"GA", "GZ"},
    {"Z2", "TC"},
    {"JW", "JZ"},
)
"""Modifiers that cannot both be true of one line. Source: HCPCS Level II; house for the Z ones."""


@rule(row=14, field="place_of_service", owner=Owner.BILLER, reason="CO-5", rarcs=("M77",))
def place_not_allowed(review: Review) -> Iterator[Hit]:
    """The procedure is not done in this place of service.

    Next step: check where the patient was and send a replacement.
    Source: house convention; the places stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        place = review.place(line)
        if fee.places and place not in fee.places:
            yield Hit(
                line=line.number,
                evidence=(place,),
                detail=f"{line.procedure} is not done in place {place}; "
                f"it is in {', '.join(fee.places)}.",
            )


@rule(row=14, field="place_of_service", owner=Owner.BILLER, reason="CO-58")
def place_refused(review: Review) -> Iterator[Hit]:
    """The procedure can be done in this place, but this payer does not want it done there.

    Next step: check where the patient was; appeal if the place was needed.
    Source: the payer's policy on the setting of care; the places stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        place = review.place(line)
        if place in fee.refused_places:
            yield Hit(
                line=line.number,
                evidence=(place,),
                detail=f"This payer does not pay {line.procedure} in place {place}.",
            )


@rule(row=15, field="modifiers", owner=Owner.CODER, reason="CO-4", rarcs=("N823",))
def modifier_inconsistent(review: Review) -> Iterator[Hit]:
    """A modifier does not go with the procedure.

    Either the payer's row lists its modifiers and this is none of them, or the modifier's own
    meaning forbids it: visit modifiers on something that is no visit, both sides on what has no
    sides, professional or technical part of what is not split.

    Next step: mend the modifier if the note supports another; replacement.
    Source: CMS NCCI Policy Manual, chapter I, on modifiers; house convention for the Z modifiers.
    """
    for line, fee in review.priced_lines():
        for modifier in line.modifiers:
            if not _goes_with(review, line.procedure, fee, modifier):
                yield Hit(
                    line=line.number,
                    evidence=(modifier,),
                    detail=f"Modifier {modifier} does not go with {line.procedure}.",
                )


@rule(row=15, field="modifiers", owner=Owner.CODER, reason="CO-4", rarcs=("N822",))
def modifier_missing(review: Review) -> Iterator[Hit]:
    """The procedure needs one of certain modifiers and has none.

    Next step: add what the note supports; replacement.
    Source: house convention; the modifiers stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        if fee.required_modifiers and not set(fee.required_modifiers) & set(line.modifiers):
            yield Hit(
                line=line.number,
                evidence=fee.required_modifiers,
                detail=f"{line.procedure} needs one of {', '.join(fee.required_modifiers)}.",
            )


@rule(row=15, field="modifiers", owner=Owner.CODER, reason="CO-4", rarcs=("N519",))
def modifiers_contradict(review: Review) -> Iterator[Hit]:
    """Two modifiers of a line cannot both be true, such as left and right.

    Next step: keep the one that the note supports; replacement.
    Source: HCPCS Level II; house convention for the Z modifiers.
    """
    for line in review.lines:
        for pair in CONTRADICTIONS:
            if pair <= set(line.modifiers):
                both = tuple(code for code in line.modifiers if code in pair)
                yield Hit(
                    line=line.number,
                    evidence=both,
                    detail=f"{both[0]} and {both[1]} cannot both stand on line {line.number}.",
                )


@rule(row=27, field="modifiers", owner=Owner.CODER, reason="CO-54")
def assistant_not_allowed(review: Review) -> Iterator[Hit]:
    """An assistant at surgery is billed where the payer allows none.

    Next step: write off, or appeal with the operative note.
    Source: CMS Claims Processing Manual, chapter 12, section 20.4.3.
    """
    for line, fee in review.priced_lines():
        if not fee.assistant and ASSISTANT_MODIFIERS & set(line.modifiers):
            yield Hit(
                line=line.number,
                evidence=line.modifiers,
                detail=f"{line.procedure} is paid to one surgeon, without an assistant.",
            )


@rule(field="modifiers", owner=Owner.CODER)
def visit_beside_procedure(review: Review) -> Iterator[Hit]:
    """A visit and a procedure of the same day without Z5 (asked by the scrubber only).

    Next step: add Z5 if the note shows a separate visit, else drop the visit.
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
            yield Hit(
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
