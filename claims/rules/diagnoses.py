"""How diagnoses go together: what a scrubber asks before a claim leaves. No payer denies these."""

from collections.abc import Iterator
from itertools import pairwise

from claims.facts import CodeEntry
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, begins_with
from claims.rules.tables import COMPANIONS, INTEGRAL
from coding.conventions import excludes1_conflicts


@rule(field="diagnoses", owner=Owner.CODER)
def excludes1_pair(review: Review) -> Iterator[Hit]:
    """Two diagnoses exclude each other.

    Next step: keep the one that the note supports.
    Source: ICD-10-CM Official Guidelines I.A.12.a; the curated pairs of ``coding.conventions``.
    """
    for one, other in excludes1_conflicts(review.claim.diagnoses):
        yield Hit(evidence=(one, other), detail=f"{one} excludes {other}.")


@rule(field="diagnoses", owner=Owner.CODER)
def companion_absent(review: Review) -> Iterator[Hit]:
    """A diagnosis is instructed to go with another, and none of those is listed.

    Next step: look in the note for the companion.
    Source: ICD-10-CM Official Guidelines I.A.13 and I.A.17; the curated rows in ``tables``.
    """
    codes = review.claim.diagnoses
    for row in COMPANIONS:
        hits = [code for code in codes if begins_with(code, row.prefixes)]
        applies = not row.beside or any(begins_with(code, row.beside) for code in codes)
        if hits and applies and not any(begins_with(code, row.needs) for code in codes):
            yield Hit(evidence=(hits[0],), detail=f"{hits[0]} stands alone: {row.why}.")


@rule(field="diagnoses", owner=Owner.CODER)
def symptom_beside_diagnosis(review: Review) -> Iterator[Hit]:
    """A symptom stands beside the disease that it belongs to.

    Next step: drop the symptom, unless the note gives it another cause.
    Source: ICD-10-CM Official Guidelines I.B.5; the curated rows in ``tables``.
    """
    codes = review.claim.diagnoses
    for row in INTEGRAL:
        symptoms = [code for code in codes if begins_with(code, row.symptoms)]
        diseases = [
            code for code in codes if begins_with(code, row.diagnoses) and code not in symptoms
        ]
        for symptom in symptoms if diseases else []:
            detail = f"{symptom} may be part of {diseases[0]}."
            yield Hit(evidence=(symptom, diseases[0]), detail=detail)


@rule(field="diagnoses", owner=Owner.CODER)
def side_unspecified(review: Review) -> Iterator[Hit]:
    """A diagnosis says "unspecified" where a sibling names the side.

    Next step: look for the side in the note.
    Source: ICD-10-CM Official Guidelines I.B.13 (laterality).
    """
    for code in review.claim.diagnoses:
        if "unspecified" in review.title(code, on=review.first_date):
            detail = review.codes.detail(code, on=review.first_date, system="icd10cm")
            if detail and _has_sided_sibling(review, (*detail.parents, detail.entry)):
                yield Hit(evidence=(code,), detail=f"{code} leaves the side open.")


def _has_sided_sibling(review: Review, branch: tuple[CodeEntry, ...]) -> bool:
    """Whether the last or the last but one of a branch has a sibling that only adds the side.

    The last but one, because a seventh character stands below the code that names the side.
    """
    for parent, entry in list(pairwise(branch))[-2:]:
        family = review.codes.detail(parent.code, on=review.first_date, system="icd10cm")
        titles = {child.title.lower() for child in family.children} if family else set()
        if titles.intersection(_sided(entry.title.lower())):
            return True
    return False


def _sided(title: str) -> Iterator[str]:
    """A title with one "unspecified" after another turned into a side."""
    parts = title.split("unspecified")
    for cut in range(1, len(parts)):
        before, after = "unspecified".join(parts[:cut]), "unspecified".join(parts[cut:])
        yield from (f"{before}{side}{after}" for side in ("right", "left"))
