"""What must be mended in a case before it can be used, as far as no payer is needed to tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePath

from coding.cases.key import KeyDiagnosis, KeyProcedure
from coding.cases.model import Case, Problem
from coding.cases.note_lint import note_problems
from coding.code_tree import CodeTree
from coding.conventions import (
    excludes1_conflicts,
    is_never_first,
    is_same_code,
    plain,
    told_again,
)
from coding.npi import is_valid_npi

MAX_POINTERS = 4
MAX_AGE = 120
MEMBER_ID = re.compile(r"SBX[A-Z0-9]+")
UNLIKE_REAL = (
    (re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), "looks like a social security number"),
    (
        re.compile(r"(?<![\w-])(?!555-555-01\d\d)\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?![\w-])"),
        "looks like a telephone number; fictional ones are 555-555-01xx",
    ),
    (
        re.compile(r"(?<![\w.-])[12]\d{9}(?![\w-])"),
        "looks like a provider number; fictional ones begin with 9",
    ),
    (
        re.compile(
            r"\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?"
            r"[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b"
        ),
        "looks like a Medicare number; fictional member IDs begin with SBX",
    ),
    (
        re.compile(r"(?<![\w-])(?!00000-)\d{5}-\d{3,4}-\d{1,2}(?![\w-])"),
        "looks like a drug's package number; fictional ones begin with 00000",
    ),
    (
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w+|https?://|\bwww\."),
        "looks like an address on the internet; leave it out",
    ),
    (
        re.compile(r"(?i)\b(?:codes?|procedures?)\b[^\w\n]{0,4}(?<![\w-])\d{5}(?![\w-])"),
        "looks like a numbered procedure code; only SPC and HCPCS Level II codes may stand here",
    ),
    (
        re.compile(r"\bCPT\b"),
        "names a licensed code set; only SPC and HCPCS Level II may stand here",
    ),
)


def lint_case(case: Case, *, codes: CodeTree, skills: Collection[str]) -> tuple[Problem, ...]:
    """Everything to mend, in the order of the file. ``skills`` are the slugs that may be named."""
    problems = [
        *_about_case(case, skills),
        *_about_people(case),
        *_about_leave(case),
        *_about_diagnoses(case, codes),
        *_about_procedures(case, codes),
        *_about_hints(case),
        *_about_identifiers(case),
        *_about_note(case),
        *_about_twins(case),
    ]
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _at(case: Case, field: str, message: str) -> Problem:
    line = case.line_of(field)
    return Problem(path=case.path, line=line, message=f"{field}: {message}" if field else message)


def _about_case(case: Case, skills: Collection[str]) -> Iterator[Problem]:
    file = PurePath(case.path)
    if file.suffix == ".md" and file.stem != case.slug:
        yield _at(case, "slug", f'must be the name of the file, "{file.stem}"')
    if not case.skills:
        yield _at(case, "skills", "is empty; name at least one skill that the case practises")
    for number, skill in enumerate(case.skills, 1):
        if skill not in skills:
            yield _at(case, f"skills[{number}]", f'"{skill}" is not a listed skill')


def _about_people(case: Case) -> Iterator[Problem]:
    age = (case.encounter.date - case.patient.born).days / 365.25
    if not 0 <= age <= MAX_AGE:
        yield _at(case, "patient.born", "does not fit the date of service")
    for number, coverage in enumerate(case.coverage, 1):
        if not MEMBER_ID.fullmatch(coverage.member_id):
            field = f"coverage[{number}].member_id"
            yield _at(case, field, "must be SBX and then capitals or digits")
    keyed = case.registration.member_id
    if keyed and not keyed.startswith("SBX"):
        yield _at(case, "registration.member_id", "must begin with SBX, slip or not")
    for field, npi in _npis(case):
        if not (npi.startswith("9") and is_valid_npi(npi)):
            yield _at(case, field, "must begin with 9 and end in its right check digit")


def _about_leave(case: Case) -> Iterator[Problem]:
    """Leave stands on the payer's file once under its number, there already or asked for."""
    for number, coverage in enumerate(case.coverage, 1):
        seen: set[tuple[str, str]] = set()
        asked = [row.grant for row in coverage.authorization_requests]
        lists = {"authorizations": coverage.authorizations, "authorization_requests": asked}
        for name, grants in lists.items():
            for row, grant in enumerate(grants, 1):
                if (grant.number, grant.procedure) in seen:
                    field = f"coverage[{number}].{name}[{row}].number"
                    message = f"{grant.number} stands twice for {grant.procedure}; give it another"
                    yield _at(case, field, message)
                seen.add((grant.number, grant.procedure))


def _npis(case: Case) -> Iterator[tuple[str, str]]:
    yield "encounter.rendering_npi", case.encounter.rendering_npi
    if case.encounter.ordering_npi:
        yield "encounter.ordering_npi", case.encounter.ordering_npi
    for number, coverage in enumerate(case.coverage, 1):
        for row, past in enumerate(coverage.history, 1):
            yield f"coverage[{number}].history[{row}].rendering_npi", past.rendering_npi


def _about_diagnoses(case: Case, codes: CodeTree) -> Iterator[Problem]:
    listed = case.key.diagnoses
    for number, diagnosis in enumerate(listed, 1):
        field = f"key.diagnoses[{number}]"
        if any(is_same_code(diagnosis.code, other.code) for other in listed[: number - 1]):
            yield _at(case, field, f"{diagnosis.code} stands twice; keep one")
        yield from _about_code(case, field, diagnosis, codes)
        yield from _about_reasons(case, field, diagnosis)
    if listed:
        yield from _about_first(case, listed[0].code, codes)
    for one, other in excludes1_conflicts(diagnosis.code for diagnosis in listed):
        yield _at(case, "key.diagnoses", f"{one} and {other} exclude each other; keep one")
    for code in told_again(diagnosis.code for diagnosis in listed):
        told = "is told at the first treatment of an injury alone; take it out"
        yield _at(case, "key.diagnoses", f"{code} {told}")
    for number, code in enumerate(case.key.ruled_out, 1):
        if any(plain(item.code).startswith(plain(code)) for item in listed):
            yield _at(case, f"key.ruled_out[{number}]", f"{code} is also in the key; remove one")


def _about_code(
    case: Case, field: str, diagnosis: KeyDiagnosis, codes: CodeTree
) -> Iterator[Problem]:
    day = case.encounter.date
    for code in (diagnosis.code, *diagnosis.accept):
        row = codes.find(code, on=day, system="icd10cm")
        if row is None:
            yield _at(case, field, f"{code} is not an ICD-10-CM code")
        elif not row.is_valid_on(day):
            yield _at(case, field, f"{code} is not valid on {day.isoformat()}")
        elif not row.billable:
            yield _at(case, field, f"{code} only heads other codes; use one below it")


def _about_first(case: Case, code: str, codes: CodeTree) -> Iterator[Problem]:
    row = codes.find(code, on=case.encounter.date, system="icd10cm")
    if is_never_first(code, title=row.title if row else ""):
        yield _at(case, "key.diagnoses[1]", f"{code} can never be listed first")


def _about_reasons(case: Case, field: str, item: KeyDiagnosis | KeyProcedure) -> Iterator[Problem]:
    """A key's code says why, and where the note says so."""
    if not item.rationale.strip():
        yield _at(case, f"{field}.rationale", "is missing; say in a line why this code is right")
    if not item.evidence:
        yield _at(case, f"{field}.evidence", "is missing; quote the words of the note")
    for number, quote in enumerate(item.evidence, 1):
        if not quote.spans:
            place = f"{field}.evidence[{number}]"
            yield _at(case, place, f'"{quote.text}" is not in the note word for word')


def _about_procedures(case: Case, codes: CodeTree) -> Iterator[Problem]:
    known = {plain(diagnosis.code) for diagnosis in case.key.diagnoses}
    for number, procedure in enumerate(case.key.procedures, 1):
        field = f"key.procedures[{number}]"
        yield from _about_service(case, field, procedure, codes)
        yield from _about_reasons(case, field, procedure)
        if not 1 <= len(procedure.pointers) <= MAX_POINTERS:
            yield _at(case, f"{field}.pointers", f"write one to {MAX_POINTERS} diagnosis codes")
        for pointer in procedure.pointers:
            if plain(pointer) not in known:
                yield _at(case, f"{field}.pointers", f"{pointer} is not a diagnosis of the key")


def _about_service(
    case: Case, field: str, procedure: KeyProcedure, codes: CodeTree
) -> Iterator[Problem]:
    day = case.encounter.date
    for code in (procedure.code, *procedure.accept):
        row = codes.procedure(code, on=day)
        if row is None:
            yield _at(case, field, f"{code} is not an SPC or HCPCS Level II code of this sandbox")
        elif not row.is_valid_on(day):
            yield _at(case, field, f"{code} is not valid on {day.isoformat()}")
    for modifier in (*procedure.modifiers, *procedure.unlocks):
        if codes.find(modifier, on=day, system="modifier") is None:
            yield _at(case, field, f"{modifier} is not a modifier of this sandbox")


def _about_hints(case: Case) -> Iterator[Problem]:
    named: list[KeyDiagnosis | KeyProcedure] = [*case.key.diagnoses, *case.key.procedures]
    secret = {plain(code) for item in named for code in (item.code, *item.accept)}
    for number, hint in enumerate(case.hints, 1):
        words = {plain(word.strip(".,;:()'\"")) for word in hint.split()}
        if words & secret:
            yield _at(case, f"hints[{number}]", "gives the code away; lead to it instead")


def _about_identifiers(case: Case) -> Iterator[Problem]:
    for number, line in enumerate(case.source.split("\n"), 1):
        for pattern, message in UNLIKE_REAL:
            match = pattern.search(line)
            if match:
                text = f'"{match[0].strip()}" {message}'
                yield Problem(path=case.path, line=number, message=text)


def _about_note(case: Case) -> Iterator[Problem]:
    for line, message in note_problems(case.note):
        yield Problem(path=case.path, line=case.note_line + line - 1, message=message)


def _about_twins(case: Case) -> Iterator[Problem]:
    for group in case.twins.groups if case.twins else ():
        if f"<<{group}" not in case.source:
            yield _at(case, "twins", f"{group} is filled in nowhere; use it or remove it")
    day = case.twins.picked(case.twin).get("day") if case.twins else None
    if day is not None and case.encounter.date.isoformat() not in day.values():
        yield _at(case, "encounter.date", "is not the twin's day; write <<day>>")
