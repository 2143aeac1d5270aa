"""Was the code in force on the service date, and does it fit this patient?"""

from collections.abc import Iterator
from datetime import date

from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, age_on, begins_with
from claims.rules.tables import DEMOGRAPHICS, Demographic

SEXES = {"F": "female", "M": "male"}


@rule(row=10, field="diagnoses", owner=Owner.CODER, reason="CO-146")
def diagnosis_not_in_force(review: Review) -> Iterator[Hit]:
    """A line points at a diagnosis that was not in force on its date.

    Not to be mixed up with CARC 167, a diagnosis that the plan does not cover.

    Next step: take the code of that date and send a replacement.
    Source: 45 CFR 162.1002; ICD-10-CM changes each 1 October (and 1 April).
    """
    for line in review.lines:
        for code in review.pointed(line):
            if _is_out_of_force(review, code, on=line.date):
                yield Hit(
                    line=line.number,
                    evidence=(code,),
                    detail=f"{code} was not in force on {line.date}.",
                )


@rule(field="diagnoses", owner=Owner.CODER)
def diagnosis_listed_out_of_force(review: Review) -> Iterator[Hit]:
    """Any listed diagnosis was not in force, pointed at or not (asked by the scrubber only).

    Next step: take the code of that date.
    Source: 45 CFR 162.1002; ICD-10-CM changes each 1 October (and 1 April).
    """
    for code in review.claim.diagnoses:
        if _is_out_of_force(review, code, on=review.first_date):
            yield Hit(evidence=(code,), detail=f"{code} was not in force on {review.first_date}.")


@rule(row=12, field="procedure", owner=Owner.CODER, reason="CO-181")
def procedure_not_in_force(review: Review) -> Iterator[Hit]:
    """A procedure was not in force on its date.

    Next step: take the code of that date and send a replacement.
    Source: 45 CFR 162.1002; HCPCS changes each quarter.
    """
    for line in review.lines:
        entry = review.procedure(line.procedure, on=line.date)
        if entry is not None and not entry.is_valid_on(line.date):
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} was not in force on {line.date}.",
            )


@rule(row=12, field="modifiers", owner=Owner.CODER, reason="CO-182")
def modifier_not_in_force(review: Review) -> Iterator[Hit]:
    """A modifier was not in force on its date.

    Next step: take the modifier of that date and send a replacement.
    Source: HCPCS Level II changes each quarter.
    """
    for line in review.lines:
        for code in line.modifiers:
            entry = review.codes.find(code, on=line.date, system="modifier")
            if entry is not None and not entry.is_valid_on(line.date):
                yield Hit(
                    line=line.number,
                    evidence=(code,),
                    detail=f"Modifier {code} was not in force on {line.date}.",
                )


@rule(row=13, field="patient_born", owner=Owner.BILLER, reason="CO-6")
def procedure_against_age(review: Review) -> Iterator[Hit]:
    """A procedure is for other ages.

    Next step: check the birth date at registration, then the code.
    Source: house convention; the ages stand in the fee schedule.
    """
    for line, fee in review.priced_lines():
        age = age_on(line.date, born=review.claim.patient_born)
        too_young = fee.age_min is not None and age < fee.age_min
        too_old = fee.age_max is not None and age > fee.age_max
        if too_young or too_old:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} does not fit the age of {age}.",
            )


@rule(row=13, field="patient_sex", owner=Owner.BILLER, reason="CO-7")
def procedure_against_sex(review: Review) -> Iterator[Hit]:
    """A procedure is for the other sex.

    Next step: check the sex at registration, then the code.
    Source: house convention; the sex stands in the fee schedule.
    """
    sex = review.claim.patient_sex
    for line, fee in review.priced_lines():
        if fee.sex and sex in SEXES and sex != fee.sex:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{line.procedure} does not fit a patient registered as {SEXES[sex]}.",
            )


@rule(row=13, field="patient_born", owner=Owner.CODER, reason="CO-9")
def diagnosis_against_age(review: Review) -> Iterator[Hit]:
    """A line points at a diagnosis of other ages.

    Next step: check the birth date at registration, then the code.
    Source: house table, after the idea of CMS's Medicare Code Editor.
    """
    for line, code, row in _demographic_rows(review):
        age = age_on(review.first_date, born=review.claim.patient_born)
        if not row.age_min <= age <= row.age_max:
            yield Hit(line=line, evidence=(code,), detail=f"{code} does not fit the age of {age}.")


@rule(row=13, field="patient_sex", owner=Owner.CODER, reason="CO-10")
def diagnosis_against_sex(review: Review) -> Iterator[Hit]:
    """A line points at a diagnosis of the other sex.

    Next step: check the sex at registration, then the code.
    Source: house table, after the idea of CMS's Medicare Code Editor.
    """
    sex = review.claim.patient_sex
    for line, code, row in _demographic_rows(review):
        if row.sex and sex in SEXES and sex != row.sex:
            yield Hit(
                line=line,
                evidence=(code,),
                detail=f"{code} does not fit a patient registered as {SEXES[sex]}.",
            )


def _is_out_of_force(review: Review, code: str, *, on: date) -> bool:
    entry = review.diagnosis(code, on=on)
    return entry is not None and entry.billable and not entry.is_valid_on(on)


def _demographic_rows(review: Review) -> Iterator[tuple[int, str, Demographic]]:
    """Each line with each pointed diagnosis that the table limits."""
    for line in review.lines:
        for code in review.pointed(line):
            for row in DEMOGRAPHICS:
                if begins_with(code, row.prefixes):
                    yield line.number, code, row
