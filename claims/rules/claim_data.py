"""Data that is missing or makes no sense: CO-16, always with a remark that says which.

Where the whole claim cannot be processed the remittance also says MA130: no appeal, send a new
claim. Where one line is at fault the others are still paid, and the mend is a replacement.
Source for the pairing: CAQH CORE business scenario 2 (missing or invalid data); which remark a
payer chooses varies, ours is a house convention.
"""

from collections.abc import Iterator

from claims.facts import CodeEntry
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import MAX_MODIFIERS, Review, dotless
from coding.conventions import is_never_first
from coding.npi import is_valid_npi


@rule(
    row=9,
    field="diagnoses",
    owner=Owner.CODER,
    reason="CO-16",
    rarcs=("M76",),
    claim_rarcs=("MA130",),
)
def diagnosis_unknown(review: Review) -> Iterator[Hit]:
    """A diagnosis never existed in the code set.

    Next step: look the code up and send a new claim.
    Source: 45 CFR 162.1002 (ICD-10-CM is the adopted code set).
    """
    for code in review.claim.diagnoses:
        if review.diagnosis(code, on=review.first_date) is None:
            detail = f"{code or 'An empty code'} is not in ICD-10-CM."
            yield Hit(evidence=(code,), detail=detail)


@rule(
    row=9,
    field="diagnoses",
    owner=Owner.CODER,
    reason="CO-16",
    rarcs=("M76", "M81"),
    claim_rarcs=("MA130",),
)
def diagnosis_incomplete(review: Review) -> Iterator[Hit]:
    """A diagnosis is only the head of more specific codes.

    Next step: choose the code with all its characters.
    Source: ICD-10-CM Official Guidelines I.B.2 and I.C.19.a (seventh characters).
    """
    for code in review.claim.diagnoses:
        entry = review.diagnosis(code, on=review.first_date)
        if entry is not None and not entry.billable:
            detail = f"{code} needs more characters: it heads more specific codes."
            yield Hit(evidence=(code,), detail=detail)


@rule(field="diagnoses", owner=Owner.CODER)
def diagnosis_repeated(review: Review) -> Iterator[Hit]:
    """The same diagnosis stands twice (asked by the scrubber only).

    Next step: keep one and mend the pointers.
    Source: ICD-10-CM Official Guidelines I.B.12 (report each code once).
    """
    seen: set[str] = set()
    for code in review.claim.diagnoses:
        if dotless(code) in seen:
            yield Hit(evidence=(code,), detail=f"{code} is listed twice.")
        seen.add(dotless(code))


@rule(
    row=9,
    field="diagnoses",
    owner=Owner.CODER,
    reason="CO-16",
    rarcs=("MA63",),
    claim_rarcs=("MA130",),
)
def diagnosis_not_first(review: Review) -> Iterator[Hit]:
    """The first diagnosis is a kind that never stands first.

    Next step: list the condition itself first.
    Source: ICD-10-CM Official Guidelines I.A.13, I.B.14 and I.C.20.a.6.
    """
    for code in review.claim.diagnoses[:1]:
        title = review.title(code, on=review.first_date)
        if is_never_first(code, title=title):
            yield Hit(evidence=(code,), detail=f"{code} cannot stand first.")


@rule(
    row=9,
    field="place_of_service",
    owner=Owner.BILLER,
    reason="CO-16",
    rarcs=("M77",),
    also=("MA130 for the claim's own place",),
)
def place_unknown(review: Review) -> Iterator[Hit]:
    """A place of service is missing or not in CMS's list.

    Next step: enter where the patient was. Source: CMS place of service code set.
    """
    places: list[tuple[int | None, str]] = [(None, review.claim.place_of_service)]
    places += [(line.number, line.place_of_service) for line in review.lines]
    for number, place in places:
        if number is not None and not place:
            continue
        if not place or review.codes.find(place, on=review.first_date, system="pos") is None:
            yield Hit(
                line=number,
                evidence=(place,),
                claim_rarcs=("MA130",) if number is None else None,
                detail=f"{place or 'An empty place of service'} is not a place of service.",
            )


@rule(
    row=9,
    field="rendering_npi",
    owner=Owner.BILLER,
    reason="CO-16",
    rarcs=("N290",),
    claim_rarcs=("MA130",),
)
def rendering_npi_invalid(review: Review) -> Iterator[Hit]:
    """The rendering provider's NPI is missing or fails its check digit.

    Next step: copy it from the provider's file. Source: 45 CFR 162.410.
    """
    yield from _bad_npi(review.claim.rendering_npi, who="rendering provider")


@rule(
    row=9,
    field="billing_npi",
    owner=Owner.BILLER,
    reason="CO-16",
    rarcs=("N257",),
    claim_rarcs=("MA130",),
)
def billing_npi_invalid(review: Review) -> Iterator[Hit]:
    """The billing provider's NPI is missing or fails its check digit.

    Next step: copy it from the practice's file. Source: 45 CFR 162.410.
    """
    yield from _bad_npi(review.claim.billing_npi, who="billing provider")


@rule(row=9, field="ordering_npi", owner=Owner.BILLER, reason="CO-16", rarcs=("N265",))
def ordering_npi_missing(review: Review) -> Iterator[Hit]:
    """A service that this payer pays only when ordered names no ordering provider.

    Next step: add the NPI of who ordered it and send a replacement.
    Source: 42 CFR 424.507 for Medicare; which services need it is in the fee schedule.
    """
    for line, fee in review.priced_lines():
        if fee.ordering and not is_valid_npi(review.claim.ordering_npi):
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} needs the NPI of the provider who ordered it.",
            )


@rule(row=9, field="procedure", owner=Owner.CODER, reason="CO-16", rarcs=("M51",))
def procedure_unknown(review: Review) -> Iterator[Hit]:
    """A procedure is neither in the code sets nor in the fee schedule.

    Next step: look the code up and send a replacement.
    Source: 45 CFR 162.1002 (adopted code sets); SPC codes are this sandbox's own.
    """
    for line in review.lines:
        if review.fee(line) is None and review.procedure(line.procedure, on=line.date) is None:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure or 'An empty code'} is not a procedure code.",
            )


@rule(row=9, field="units", owner=Owner.CODER, reason="CO-16", rarcs=("M53",))
def units_invalid(review: Review) -> Iterator[Hit]:
    """Units are zero, negative or not whole.

    Next step: count again from the note and send a replacement.
    Source: house convention, box 24G.
    """
    for line in review.lines:
        if line.units <= 0 or line.units % 1 != 0:
            yield Hit(
                line=line.number,
                detail=f"Line {line.number} bills {line.units} units; "
                "units are whole and above zero.",
            )


@rule(row=9, field="modifiers", owner=Owner.CODER, reason="CO-16", rarcs=("N823",))
def modifier_unknown(review: Review) -> Iterator[Hit]:
    """A modifier never existed, stands twice, or is the fifth.

    Next step: mend the modifier and send a replacement.
    Source: the professional claim has room for four modifiers a line; HCPCS Level II.
    """
    for line in review.lines:
        known = [_modifier(review, code) is not None for code in line.modifiers]
        if len(line.modifiers) > MAX_MODIFIERS:
            problem = f"has {len(line.modifiers)} modifiers; {MAX_MODIFIERS} fit"
        elif len(set(line.modifiers)) < len(line.modifiers):
            problem = "has the same modifier twice"
        elif not all(known):
            problem = f"has the unknown modifier {line.modifiers[known.index(False)]}"
        else:
            continue
        yield Hit(
            line=line.number, evidence=line.modifiers, detail=f"Line {line.number} {problem}."
        )


def _modifier(review: Review, code: str) -> CodeEntry | None:
    return review.codes.find(code, on=review.first_date, system="modifier")


def _bad_npi(npi: str, *, who: str) -> Iterator[Hit]:
    if not is_valid_npi(npi):
        problem = f"{npi} fails its check digit" if npi else "it is missing"
        yield Hit(evidence=(npi,), detail=f"The NPI of the {who} does not hold: {problem}.")
