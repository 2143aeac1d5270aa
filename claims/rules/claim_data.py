"""Data that is missing or makes no sense: CO-16, always with a remark that says which.

Where the whole claim cannot be processed the remittance also says MA130: no appeal, send a new
claim. Where one line is at fault the others are still paid, and the mend is a replacement.
Source for the pairing: CAQH CORE business scenario 2 (missing or invalid data); which remark a
payer chooses varies, ours is a house convention.
"""

from collections.abc import Iterator

from claims.facts import CodeEntry
from claims.rules.finding import Finding, Owner
from claims.rules.review import MAX_MODIFIERS, Review, dotless
from coding.conventions import is_never_first
from coding.npi import is_valid_npi


def diagnosis_unknown(review: Review) -> Iterator[Finding]:
    """A diagnosis never existed in the code set: CO-16 with M76.

    Next step: look the code up and send a new claim. Root: coder.
    Source: 45 CFR 162.1002 (ICD-10-CM is the adopted code set).
    """
    for code in review.claim.diagnoses:
        if review.diagnosis(code, on=review.first_date) is None:
            yield _bad_diagnosis(
                "diagnosis_unknown", code, f"{code or 'An empty code'} is not in ICD-10-CM."
            )


def diagnosis_incomplete(review: Review) -> Iterator[Finding]:
    """A diagnosis is only the head of more specific codes: CO-16 with M76 and M81.

    Next step: choose the code with all its characters. Root: coder.
    Source: ICD-10-CM Official Guidelines I.B.2 and I.C.19.a (seventh characters).
    """
    for code in review.claim.diagnoses:
        entry = review.diagnosis(code, on=review.first_date)
        if entry is not None and not entry.billable:
            yield _bad_diagnosis(
                "diagnosis_incomplete",
                code,
                f"{code} needs more characters: it heads more specific codes.",
                rarcs=("M76", "M81"),
            )


def diagnosis_repeated(review: Review) -> Iterator[Finding]:
    """The same diagnosis stands twice (asked by the scrubber only).

    Next step: keep one and mend the pointers. Root: coder.
    Source: ICD-10-CM Official Guidelines I.B.12 (report each code once).
    """
    seen: set[str] = set()
    for code in review.claim.diagnoses:
        if dotless(code) in seen:
            yield Finding(
                rule="diagnosis_repeated",
                field="diagnoses",
                owner=Owner.CODER,
                evidence=(code,),
                detail=f"{code} is listed twice.",
            )
        seen.add(dotless(code))


def diagnosis_not_first(review: Review) -> Iterator[Finding]:
    """The first diagnosis is a kind that never stands first: CO-16 with MA63.

    Next step: list the condition itself first. Root: coder.
    Source: ICD-10-CM Official Guidelines I.A.13, I.B.14 and I.C.20.a.6.
    """
    for code in review.claim.diagnoses[:1]:
        title = review.title(code, on=review.first_date)
        if is_never_first(code, title=title):
            yield _bad_diagnosis(
                "diagnosis_not_first", code, f"{code} cannot stand first.", rarcs=("MA63",)
            )


def place_unknown(review: Review) -> Iterator[Finding]:
    """A place of service is missing or not in CMS's list: CO-16 with M77.

    Next step: enter where the patient was. Root: biller. Source: CMS place of service code set.
    """
    places: list[tuple[int | None, str]] = [(None, review.claim.place_of_service)]
    places += [(line.number, line.place_of_service) for line in review.lines]
    for number, place in places:
        if number is not None and not place:
            continue
        if not place or review.codes.find(place, on=review.first_date, system="pos") is None:
            yield Finding(
                rule="place_unknown",
                field="place_of_service",
                owner=Owner.BILLER,
                line=number,
                evidence=(place,),
                group="CO",
                carc="16",
                rarcs=("M77",),
                claim_rarcs=("MA130",) if number is None else (),
                detail=f"{place or 'An empty place of service'} is not a place of service.",
            )


def rendering_npi_invalid(review: Review) -> Iterator[Finding]:
    """The rendering provider's NPI is missing or fails its check digit: CO-16 with N290.

    Next step: copy it from the provider's file. Root: biller. Source: 45 CFR 162.410.
    """
    yield from _bad_npi(
        "rendering_npi", review.claim.rendering_npi, rarc="N290", who="rendering provider"
    )


def billing_npi_invalid(review: Review) -> Iterator[Finding]:
    """The billing provider's NPI is missing or fails its check digit: CO-16 with N257.

    Next step: copy it from the practice's file. Root: biller. Source: 45 CFR 162.410.
    """
    yield from _bad_npi(
        "billing_npi", review.claim.billing_npi, rarc="N257", who="billing provider"
    )


def ordering_npi_missing(review: Review) -> Iterator[Finding]:
    """A service that this payer pays only when ordered names no ordering provider: N265.

    Next step: add the NPI of who ordered it and send a replacement. Root: biller.
    Source: 42 CFR 424.507 for Medicare; which services need it is in the fee schedule.
    """
    for line, fee in review.priced_lines():
        if fee.ordering and not is_valid_npi(review.claim.ordering_npi):
            yield Finding(
                rule="ordering_npi_missing",
                field="ordering_npi",
                owner=Owner.BILLER,
                line=line.number,
                evidence=(line.procedure,),
                group="CO",
                carc="16",
                rarcs=("N265",),
                detail=f"{line.procedure} needs the NPI of the provider who ordered it.",
            )


def procedure_unknown(review: Review) -> Iterator[Finding]:
    """A procedure is neither in the code sets nor in the fee schedule: CO-16 with M51.

    Next step: look the code up and send a replacement. Root: coder.
    Source: 45 CFR 162.1002 (adopted code sets); SPC codes are this sandbox's own.
    """
    for line in review.lines:
        if review.fee(line) is None and review.procedure(line.procedure, on=line.date) is None:
            yield Finding(
                rule="procedure_unknown",
                field="procedure",
                owner=Owner.CODER,
                line=line.number,
                evidence=(line.procedure,),
                group="CO",
                carc="16",
                rarcs=("M51",),
                detail=f"{line.procedure or 'An empty code'} is not a procedure code.",
            )


def units_invalid(review: Review) -> Iterator[Finding]:
    """Units are zero, negative or not whole: CO-16 with M53.

    Next step: count again from the note and send a replacement. Root: coder.
    Source: house convention, box 24G.
    """
    for line in review.lines:
        if line.units <= 0 or line.units % 1 != 0:
            yield Finding(
                rule="units_invalid",
                field="units",
                owner=Owner.CODER,
                line=line.number,
                group="CO",
                carc="16",
                rarcs=("M53",),
                detail=f"Line {line.number} bills {line.units} units; "
                "units are whole and above zero.",
            )


def modifier_unknown(review: Review) -> Iterator[Finding]:
    """A modifier never existed, stands twice, or is the fifth: CO-16 with N823.

    Next step: mend the modifier and send a replacement. Root: coder.
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
        yield Finding(
            rule="modifier_unknown",
            field="modifiers",
            owner=Owner.CODER,
            line=line.number,
            evidence=line.modifiers,
            group="CO",
            carc="16",
            rarcs=("N823",),
            detail=f"Line {line.number} {problem}.",
        )


def _modifier(review: Review, code: str) -> CodeEntry | None:
    return review.codes.find(code, on=review.first_date, system="modifier")


def _bad_diagnosis(
    rule: str, code: str, detail: str, *, rarcs: tuple[str, ...] = ("M76",)
) -> Finding:
    return Finding(
        rule=rule,
        field="diagnoses",
        owner=Owner.CODER,
        evidence=(code,),
        group="CO",
        carc="16",
        rarcs=rarcs,
        claim_rarcs=("MA130",),
        detail=detail,
    )


def _bad_npi(field: str, npi: str, *, rarc: str, who: str) -> Iterator[Finding]:
    if is_valid_npi(npi):
        return
    problem = f"{npi} fails its check digit" if npi else "it is missing"
    yield Finding(
        rule=f"{field}_invalid",
        field=field,
        owner=Owner.BILLER,
        evidence=(npi,),
        group="CO",
        carc="16",
        rarcs=(rarc,),
        claim_rarcs=("MA130",),
        detail=f"The NPI of the {who} does not hold: {problem}.",
    )
