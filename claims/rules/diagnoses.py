"""How diagnoses go together: what a scrubber asks before a claim leaves. No payer denies these."""

from collections.abc import Iterator
from itertools import pairwise

from claims.facts import CodeEntry
from claims.rules.finding import Finding, Owner
from claims.rules.review import Review, begins_with
from claims.rules.tables import COMPANIONS, INTEGRAL
from coding.conventions import excludes1_conflicts


def excludes1_pair(review: Review) -> Iterator[Finding]:
    """Two diagnoses exclude each other.

    Next step: keep the one that the note supports. Root: coder.
    Source: ICD-10-CM Official Guidelines I.A.12.a; the curated pairs of ``coding.conventions``.
    """
    for one, other in excludes1_conflicts(review.claim.diagnoses):
        yield _about((one, other), "excludes1_pair", f"{one} excludes {other}.")


def companion_absent(review: Review) -> Iterator[Finding]:
    """A diagnosis is instructed to go with another, and none of those is listed.

    Next step: look in the note for the companion. Root: coder.
    Source: ICD-10-CM Official Guidelines I.A.13 and I.A.17; the curated rows in ``tables``.
    """
    codes = review.claim.diagnoses
    for row in COMPANIONS:
        hits = [code for code in codes if begins_with(code, row.prefixes)]
        applies = not row.beside or any(begins_with(code, row.beside) for code in codes)
        if hits and applies and not any(begins_with(code, row.needs) for code in codes):
            yield _about(hits[:1], "companion_absent", f"{hits[0]} stands alone: {row.why}.")


def symptom_beside_diagnosis(review: Review) -> Iterator[Finding]:
    """A symptom stands beside the disease that it belongs to.

    Next step: drop the symptom, unless the note gives it another cause. Root: coder.
    Source: ICD-10-CM Official Guidelines I.B.5; the curated rows in ``tables``.
    """
    codes = review.claim.diagnoses
    for row in INTEGRAL:
        symptoms = [code for code in codes if begins_with(code, row.symptoms)]
        diseases = [
            code for code in codes if begins_with(code, row.diagnoses) and code not in symptoms
        ]
        for symptom in symptoms if diseases else []:
            yield _about(
                (symptom, diseases[0]),
                "symptom_beside_diagnosis",
                f"{symptom} may be part of {diseases[0]}.",
            )


def side_unspecified(review: Review) -> Iterator[Finding]:
    """A diagnosis says "unspecified" where a sibling names the side.

    Next step: look for the side in the note. Root: coder.
    Source: ICD-10-CM Official Guidelines I.B.13 (laterality).
    """
    for code in review.claim.diagnoses:
        if "unspecified" in review.title(code, on=review.first_date):
            detail = review.codes.detail(code, on=review.first_date, system="icd10cm")
            if detail and _has_sided_sibling(review, (*detail.parents, detail.entry)):
                yield _about((code,), "side_unspecified", f"{code} leaves the side open.")


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


def _about(codes: tuple[str, ...] | list[str], rule: str, detail: str) -> Finding:
    return Finding(
        rule=rule, field="diagnoses", owner=Owner.CODER, evidence=tuple(codes), detail=detail
    )
