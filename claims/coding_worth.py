"""What each difference between a coder's codes and the key does to the claim, in dollars. PURE.

Each difference alone is put on the right claim, with all of the biller's boxes right, and the payer
is asked what it then answers; so every row stands for itself and rows need not add up. It tells
what the key is worth, so it stays with the marks until their release.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from claims.assemble import true_content
from claims.case_play import play, settle
from claims.payer import Answer as PayerAnswer
from claims.payer.library import ProcedureSet
from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Case
from coding.cases.answers import right_answer
from coding.conventions import plain


@dataclass(frozen=True)
class Effect:
    """One difference: what is marked (`what`), the key's word and the coder's, and what payer and
    patient owe in dollars with this difference alone; `reasons` are the payer's that the right
    claim does not meet, as group and number."""

    what: str
    right: str
    yours: str
    line: int | None
    brings: Decimal
    change: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Worth:
    """What the right codes bring in, what the coder's bring in, and every difference alone."""

    right: Decimal
    yours: Decimal
    effects: tuple[Effect, ...]

    @property
    def change(self) -> Decimal:
        """What the coder's codes cost; above zero they bring in more than is due."""
        return self.yours - self.right


@dataclass(frozen=True)
class Pairs:
    """Which code of the answer was matched with which of the key, by place from 0; extra codes of
    the answer have no partner."""

    diagnoses: Mapping[int, int]
    services: Mapping[int, int]
    extra_diagnoses: tuple[int, ...] = ()
    extra_services: tuple[int, ...] = ()


def read_pairs(rows: Iterable[Mapping[str, Any]]) -> Pairs:
    """The pairs as a mark keeps them: the key's codes in their order, then the extra codes."""
    found: dict[bool, dict[int, int]] = {False: {}, True: {}}
    extra: dict[bool, list[int]] = {False: [], True: []}
    places = {False: 0, True: 0}
    for row in rows:
        kind, position = bool(row["is_procedure"]), row["position"]
        if row["key"]:
            if position:
                found[kind][places[kind]] = position - 1
            places[kind] += 1
        elif position:
            extra[kind].append(position - 1)
    return Pairs(found[False], found[True], tuple(extra[False]), tuple(extra[True]))


def worth_of(case: Case, answer: Answer, pairs: Pairs, *, codes: ProcedureSet) -> Worth:
    """What the differences of an answer do to the claim of its case."""
    right = right_answer(case)
    base = _asked(case, right, codes)
    met = _reasons(base)
    effects = []
    for what, wanted, given, line, changed in _differences(right, answer, pairs):
        alone = _asked(case, changed, codes)
        effects.append(
            Effect(
                what=what,
                right=wanted,
                yours=given,
                line=line,
                brings=_owed(alone),
                change=_owed(alone) - _owed(base),
                reasons=tuple(sorted(_reasons(alone) - met)),
            )
        )
    return Worth(_owed(base), _owed(_asked(case, answer, codes)), tuple(effects))


Difference = tuple[str, str, str, int | None, Answer]


def _differences(right: Answer, answer: Answer, pairs: Pairs) -> Iterator[Difference]:
    """Each difference, named, with the right answer changed in this alone."""
    yield from _of_diagnoses(right, answer, pairs)
    yield from _of_order(right, pairs)
    theirs = {
        plain(answer.diagnoses[mine].code): right.diagnoses[key].code
        for key, mine in pairs.diagnoses.items()
    }
    for place, line in enumerate(right.procedures):
        if place not in pairs.services:
            lines = _without(right.procedures, place)
            yield "service", line.code, "", place + 1, replace(right, procedures=lines)
            continue
        mine = answer.procedures[pairs.services[place]]
        for what, wanted, given, changed in _of_line(line, mine, theirs):
            lines = _with(right.procedures, place, changed)
            yield what, wanted, given, place + 1, replace(right, procedures=lines)
    for place in pairs.extra_services:
        extra = _pointing_right(answer.procedures[place], theirs)
        more = (*right.procedures, extra)
        yield "service", "", extra.code, len(more), replace(right, procedures=more)


def _of_diagnoses(right: Answer, answer: Answer, pairs: Pairs) -> Iterator[Difference]:
    for place, line in enumerate(right.diagnoses):
        mine = pairs.diagnoses.get(place)
        given = answer.diagnoses[mine].code if mine is not None else ""
        if plain(given) != plain(line.code):
            yield "diagnosis", line.code, given, None, _recoded(right, line.code, given)
    for place in pairs.extra_diagnoses:
        code = answer.diagnoses[place].code
        more = (*right.diagnoses, DiagnosisLine(code))
        yield "diagnosis", "", code, None, replace(right, diagnoses=more)


def _of_order(right: Answer, pairs: Pairs) -> Iterator[Difference]:
    """The key's codes in the coder's order, where that is another."""
    places = sorted(pairs.diagnoses, key=lambda key: pairs.diagnoses[key])
    left_out = [place for place in range(len(right.diagnoses)) if place not in pairs.diagnoses]
    if places == sorted(places):
        return
    diagnoses = tuple(right.diagnoses[place] for place in (*places, *left_out))
    first, given = right.diagnoses[0].code, diagnoses[0].code
    yield "order", first, given, None, replace(right, diagnoses=diagnoses)


def _of_line(
    line: ProcedureLine, mine: ProcedureLine, theirs: Mapping[str, str]
) -> Iterator[tuple[str, str, str, ProcedureLine]]:
    if plain(mine.code) != plain(line.code):
        yield "service", line.code, mine.code, replace(line, code=mine.code)
    if set(mine.modifiers) != set(line.modifiers):
        yield (
            "modifiers",
            " ".join(line.modifiers) or "none",
            " ".join(mine.modifiers) or "none",
            replace(line, modifiers=mine.modifiers),
        )
    if mine.units != line.units:
        yield "units", str(line.units), str(mine.units), replace(line, units=mine.units)
    pointers = _pointing_right(mine, theirs).pointers
    if pointers != line.pointers:
        yield (
            "pointers",
            " ".join(line.pointers) or "none",
            " ".join(pointers) or "none",
            replace(line, pointers=pointers),
        )


def _recoded(right: Answer, code: str, given: str) -> Answer:
    """The right answer with one diagnosis replaced, or left out, wherever lines point at it."""
    diagnoses = tuple(
        DiagnosisLine(given) if line.code == code else line
        for line in right.diagnoses
        if given or line.code != code
    )
    procedures = tuple(
        replace(
            line,
            pointers=tuple(
                given if pointer == code else pointer
                for pointer in line.pointers
                if given or pointer != code
            ),
        )
        for line in right.procedures
    )
    return Answer(diagnoses, procedures)


def _pointing_right(line: ProcedureLine, theirs: Mapping[str, str]) -> ProcedureLine:
    """The coder's line, its pointers at the key's codes where they were matched."""
    return replace(line, pointers=tuple(theirs.get(plain(code), code) for code in line.pointers))


def _with(
    lines: Sequence[ProcedureLine], place: int, changed: ProcedureLine
) -> tuple[ProcedureLine, ...]:
    return (*lines[:place], changed, *lines[place + 1 :])


def _without(lines: Sequence[ProcedureLine], place: int) -> tuple[ProcedureLine, ...]:
    return (*lines[:place], *lines[place + 1 :])


def _asked(case: Case, answer: Answer, codes: ProcedureSet) -> PayerAnswer:
    content = true_content(case, answer, codes=codes)
    return settle(play(case, content, codes=codes), wanted=case.expect.outcome).answer


def _owed(answer: PayerAnswer) -> Decimal:
    return answer.paid + answer.patient_responsibility


def _reasons(answer: PayerAnswer) -> frozenset[str]:
    """Why lines were denied or the claim was turned back, as the payer says it."""
    return frozenset(
        row.status or f"{row.group}-{row.carc}"
        for row in answer.findings
        if row.decisive and (row.status or row.carc) and row.owner != "none"
    )
