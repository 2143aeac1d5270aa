"""What was wrong with the diagnoses, of what kind, in our own words."""

from __future__ import annotations

from collections.abc import Iterator

from coding.cases.key import Key, Role
from coding.conventions import excludes1_conflicts, is_history, is_symptom, plain
from coding.grading.diagnoses import DiagnosisPair
from coding.grading.gates import diagnosis_flaw, is_ruled_out
from coding.grading.marked import NOTHING, Marked, from_key
from coding.grading.report import Category, Finding

NEAR = {
    Category.WRONG_SEVENTH: "Only the seventh character differs: the note supports {right}.",
    Category.NOT_SPECIFIC: "{given} is too short: the note says enough for {right}.",
    Category.UNDER_SPECIFIED: "{given} leaves open what the note tells: {right}.",
    Category.WRONG_SIDE: "{given} names another side than the note: {right}.",
    Category.WRONG_SUBCATEGORY: "{given} is of the right category, but the note supports {right}.",
    Category.WRONG_CATEGORY: "{given} only lies near; the note supports {right}.",
    Category.UNCERTAIN: "{given} was only suspected or ruled out; what is known is {right}.",
}
ALONE = {
    Category.EXTRA: "The note does not support {given}.",
    Category.SYMPTOM: "{given} is a symptom; where its cause is confirmed, code the cause alone.",
    Category.HISTORY: "{given} tells of the past or of a status that the note does not support.",
    Category.UNCERTAIN: "{given} was only suspected or ruled out; outpatient care codes neither.",
}


def diagnosis_findings(marked: Marked) -> tuple[Finding, ...]:
    """Codes in the key's order, then extra codes, codes that exclude each other, the order."""
    return (
        *_about_diagnoses(marked),
        *_about_extra_diagnoses(marked),
        *_about_conflicts(marked),
        *_about_order(marked),
    )


def _about_diagnoses(marked: Marked) -> Iterator[Finding]:
    for column, pair in enumerate(marked.diagnoses.pairs):
        if pair.answer is None and marked.key.diagnoses[column].role != Role.OPTIONAL:
            yield _omitted(marked, column, pair)
        elif pair.answer is not None and not pair.is_right:
            yield _near(marked, pair, pair.answer.code)


def _omitted(marked: Marked, column: int, pair: DiagnosisPair) -> Finding:
    """A code that nothing in the answer comes near, maybe one that another asks for."""
    partners = [
        marked.key.diagnoses[order.before].code
        for order in marked.sequence.orders
        if order.after == column and marked.diagnoses.pairs[order.before].is_right
    ]
    right = marked.named(pair.key.code)
    if pair.key.role != Role.EXTERNAL and partners:
        category = Category.MISSING_COMPANION
        message = f"{right} is missing: {partners[0]} asks for it as an additional code."
    else:
        category, message = Category.OMITTED, f"{right} is missing."
    return Finding(
        code=pair.key.code,
        answer="",
        credit=NOTHING,
        category=category,
        message=message,
        **from_key(pair.key),
    )


def _near(marked: Marked, pair: DiagnosisPair, given: str) -> Finding:
    flaw = diagnosis_flaw(given, on=marked.on, codes=marked.codes)
    category = pair.likeness.category or Category.WRONG_CATEGORY
    if is_ruled_out(given, marked.key):
        category = Category.UNCERTAIN
    elif flaw and category != Category.NOT_SPECIFIC:
        category = Category.INVALID
    right = marked.named(pair.key.code)
    if category == Category.INVALID:
        message = f"{given} {flaw}; the note supports {right}."
    else:
        message = NEAR[category].format(given=marked.named(given), right=right)
    return Finding(
        code=pair.key.code,
        answer=given,
        credit=pair.likeness.credit,
        category=category,
        message=message,
        **from_key(pair.key),
    )


def _about_extra_diagnoses(marked: Marked) -> Iterator[Finding]:
    for position in marked.diagnoses.extras:
        given = marked.answer.diagnoses[position].code
        flaw = diagnosis_flaw(given, on=marked.on, codes=marked.codes)
        category = Category.INVALID if flaw else _extra(given, marked.key)
        message = f"{given} {flaw}." if flaw else ""
        message = message or ALONE[category].format(given=marked.named(given))
        yield Finding(code="", answer=given, credit=NOTHING, category=category, message=message)


def _extra(given: str, key: Key) -> Category:
    if is_ruled_out(given, key):
        return Category.UNCERTAIN
    if is_symptom(given) and not any(is_symptom(item.code) for item in key.diagnoses[:1]):
        return Category.SYMPTOM
    return Category.HISTORY if is_history(given) else Category.EXTRA


def _about_conflicts(marked: Marked) -> Iterator[Finding]:
    allowed = {plain(item.code) for item in marked.key.diagnoses}
    for one, other in excludes1_conflicts(line.code for line in marked.answer.diagnoses):
        if not {plain(one), plain(other)} <= allowed:
            yield Finding(
                code=one,
                answer=other,
                credit=NOTHING,
                category=Category.EXCLUDES1,
                message=f"{one} and {other} exclude each other; keep the one the note supports.",
                guideline="I.A.12.a",
            )


def _about_order(marked: Marked) -> Iterator[Finding]:
    pairs = marked.diagnoses.pairs
    if not marked.sequence.leads and pairs[0].answer is not None:
        given = marked.answer.diagnoses[0].code
        yield Finding(
            code=pairs[0].key.code,
            answer=given,
            credit=NOTHING,
            category=Category.WRONG_FIRST,
            message=f"{marked.named(pairs[0].key.code)} is listed first, not {given}.",
            **from_key(pairs[0].key),
        )
    for order in marked.sequence.broken:
        before, after = pairs[order.before].key, pairs[order.after].key
        yield Finding(
            code=before.code,
            answer=after.code,
            credit=NOTHING,
            category=Category.ORDER,
            message=f"{before.code} stands before {after.code}: the code set says so.",
            **from_key(before),
        )
