"""Play a case against the payer: the right claim, every pitfall, and the way out of each. PURE.

What needs no payer is linted in `coding.cases.lint`. A case passes when the payer does with the
right claim what the author wrote down, when each pitfall comes out as written, and when the right
action of each pitfall really leads out of it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, replace

from claims.assemble import fresh_content, payer_slips, payer_terms, true_content
from claims.case_play import BadBox, Play, changed_content, play, second_play, settle
from claims.case_remedies import remedy_problem
from claims.content import ClaimContent
from claims.facts import eligibility_of
from claims.money import plain
from claims.payer import Answer, OutOfBalance
from claims.payer import answer as payer_answer
from claims.payer.library import ProcedureSet, UnknownPayer, UnknownPlan, payer_book
from claims.scrubber import Severity, scrub
from coding.cases import Case, Expected, Pitfall, Problem, parse_case
from coding.cases.answers import right_answer
from coding.cases.lint import lint_case
from coding.codebook import Codebook
from coding.documents import DocumentError

LISTED = ("slug", "title", "specialty", "difficulty", "minutes", "skills", "teaches")
SETTLEMENT = frozenset({"CO-45", "CO-59", "CO-253", "PR-1", "PR-2", "PR-3"})
"""Reasons that are no denial: the contract and the patient's ordinary share."""


def lint_source(
    source: str, *, path: str, book: Codebook, skills: Collection[str]
) -> tuple[Case | None, tuple[Problem, ...]]:
    """The case of one file's text with everything to mend in it, in the order of the file; a text
    that cannot be read as a case is none and has one problem. ``path`` is only named."""
    try:
        case = parse_case(source, path=path)
    except DocumentError as error:
        message = f"{error.field}: {error.message}" if error.field else error.message
        return None, (Problem(path=path, line=error.line, message=message),)
    found = _lint(case, book=book, skills=skills)
    return case, tuple(sorted(found, key=lambda problem: problem.line))


def lint_twins(
    case: Case, *, book: Codebook, skills: Collection[str], seeds: Iterable[int]
) -> tuple[Problem, ...]:
    """What is to be mended in the twins that those seeds make of the case's file: all of the first
    that is not clean, since the others mostly share it. Each different twin is looked at once."""
    known = {_rows(case, 0)}
    for seed in seeds if case.twins else ():
        if _rows(case, seed) in known:
            continue
        known.add(_rows(case, seed))
        try:
            twin = parse_case(case.source, path=case.path, twin=seed)
        except DocumentError as error:
            message = f"twin {seed}: {error.field}: {error.message}"
            return (Problem(path=case.path, line=error.line, message=message),)
        found = _lint(twin, book=book, skills=skills) + tuple(_about_listing(case, twin))
        if found:
            return tuple(replace(row, message=f"twin {seed}: {row.message}") for row in found)
    return ()


def _rows(case: Case, seed: int) -> frozenset[tuple[str, tuple[tuple[str, str], ...]]]:
    picked = case.twins.picked(seed) if case.twins else {}
    return frozenset((group, tuple(row.items())) for group, row in picked.items())


def _lint(case: Case, *, book: Codebook, skills: Collection[str]) -> tuple[Problem, ...]:
    """Everything about a case, each of its notes too."""
    found = lint_case(case, codes=book, skills=skills) + lint_claims(case, codes=book)
    for mess in case.messes[1:]:
        try:
            other = parse_case(case.source, path=case.path, twin=case.twin, mess=mess)
        except DocumentError as error:
            message = f"{error.field}: {error.message} (the {mess} note)"
            found += (Problem(path=case.path, line=error.line, message=message),)
            continue
        also = lint_case(other, codes=book, skills=skills)
        found += tuple(
            replace(row, message=f"{row.message} (the {mess} note)")
            for row in also
            if row not in found
        )
    return found


def _about_listing(case: Case, twin: Case) -> Iterator[Problem]:
    """What lists of cases show is the same for every twin."""
    for name in LISTED:
        if getattr(case, name) != getattr(twin, name):
            yield _at(case, name, "must be the same in every twin; nothing is filled in here")


def lint_claims(case: Case, *, codes: ProcedureSet) -> tuple[Problem, ...]:
    """Everything to mend in what the case says of its claims, in the order of the file."""
    unknown = tuple(_about_payers(case))
    if unknown:
        return unknown
    try:
        problems = [
            *_about_registration(case, codes),
            *_about_right_claim(case, codes),
            *_about_slips(case, codes),
            *_about_pitfalls(case, codes),
        ]
    except OutOfBalance as error:
        return (_at(case, "expect", f"the payer's answer does not balance: {error}"),)
    return tuple(sorted(problems, key=lambda problem: problem.line))


def reasons_of(answer: Answer) -> tuple[str, ...]:
    """The group and reason of every adjustment that is a denial, each once, sorted."""
    found = {f"{row.group}-{row.carc}" for line in answer.lines for row in line.adjustments}
    return tuple(sorted(found - SETTLEMENT))


def _at(case: Case, field: str, message: str) -> Problem:
    return Problem(path=case.path, line=case.line_of(field), message=f"{field}: {message}")


def _about_payers(case: Case) -> Iterator[Problem]:
    """Payers and plans that do not exist, and member IDs that are not in the payer's format."""
    for number, coverage in enumerate(case.coverage, start=1):
        field = f"coverage[{number}]"
        try:
            payer_book(coverage.payer).plan(coverage.plan)
        except UnknownPayer as error:
            yield _at(case, f"{field}.payer", str(error))
        except UnknownPlan as error:
            yield _at(case, f"{field}.plan", str(error))
    if case.registration.payer is not None:
        try:
            payer_terms(case.registration.payer)
        except UnknownPayer as error:
            yield _at(case, "registration.payer", str(error))


def _about_registration(case: Case, codes: ProcedureSet) -> Iterator[Problem]:
    """A slip that is no slip: what the front desk keyed is the truth."""
    answer = right_answer(case)
    true = true_content(case, answer, codes=codes)
    keyed = fresh_content(case, answer, codes=codes)
    names = {"payer": "payer_id", "name": "patient_name", "born": "patient_born"}
    names["sex"] = "patient_sex"
    for field in fields(case.registration):
        box = names.get(field.name, field.name)
        written = getattr(case.registration, field.name) is not None
        if written and getattr(keyed, box) == getattr(true, box):
            yield _at(
                case, f"registration.{field.name}", "is the truth; remove it, or make it a slip"
            )


def _about_right_claim(case: Case, codes: ProcedureSet) -> Iterator[Problem]:
    """The payer's answer to the right claim, and the scrubber's word on it."""
    right = _right(case, codes)
    settled = settle(right, wanted=case.expect.outcome)
    yield from _differences(case, "expect", case.expect, settled.answer)
    yield from _about_second_payer(case, settled)
    told = eligibility_of(right.scenario)
    for finding in scrub(right.scenario, codes=codes, eligibility=told):
        if finding.severity is Severity.ERROR:
            place = "" if finding.line is None else f" on line {finding.line}"
            message = f"the scrubber holds the right claim ({finding.rule}{place}): "
            yield _at(case, "expect", message + finding.message)


def _about_second_payer(case: Case, first: Play) -> Iterator[Problem]:
    """What the second coverage answers; a plan that is never asked teaches nothing."""
    expect, day = case.expect.secondary, case.encounter.date
    others = [row for row in case.coverage[1:] if row.effective <= day]
    active = [row for row in others if row.terminated is None or day <= row.terminated]
    is_due = bool(active) and first.answer.patient_responsibility > 0
    if expect is None and is_due:
        yield _at(case, "expect", "say what the second payer answers: secondary: {outcome: ...}")
    elif expect is not None and not is_due:
        message = "no second plan is active, or the first leaves it nothing; remove it"
        yield _at(case, "expect.secondary", message)
    elif expect is not None:
        second = settle(second_play(first, active[0]), wanted=expect.outcome)
        yield from _differences(case, "expect.secondary", expect, second.answer)


def _about_slips(case: Case, codes: ProcedureSet) -> Iterator[Problem]:
    """A slip of the payer's that does not make it pay short: nothing to be found by contract."""
    slips = payer_slips(case.coverage[0].slips)
    if not slips:
        return
    right = settle(_right(case, codes), wanted=case.expect.outcome)
    wrong = payer_answer(replace(right.scenario, slips=slips), codes=codes)
    if wrong.paid >= right.answer.paid:
        message = f"the payer pays {plain(wrong.paid)}, and {plain(right.answer.paid)} by contract"
        yield _at(case, "coverage[1].slips", f"{message}: make it pay short")


def _differences(case: Case, field: str, expect: Expected, answer: Answer) -> Iterator[Problem]:
    written = {
        "outcome": expect.outcome,
        "charge": plain(expect.charge),
        "paid": plain(expect.paid),
        "patient_responsibility": plain(expect.patient_responsibility),
    }
    found = {
        "outcome": answer.outcome.value,
        "charge": plain(answer.charge),
        "paid": plain(answer.paid),
        "patient_responsibility": plain(answer.patient_responsibility),
    }
    for name, value in found.items():
        if case.twin and name != "outcome":
            continue  # the author wrote down what the first twin pays
        if written[name] != value:
            why = _why(answer) if name == "outcome" else ""
            message = f'the payer says "{value}", the file "{written[name]}"{why}'
            yield _at(case, f"{field}.{name}", message)


def _why(answer: Answer) -> str:
    """The first decisive findings, so that an author sees what to mend."""
    said = [finding.detail for finding in answer.findings if finding.decisive and finding.detail]
    return f" ({' '.join(said[:2])})" if said else ""


def _about_pitfalls(case: Case, codes: ProcedureSet) -> Iterator[Problem]:
    right = _right(case, codes)
    for number, pitfall in enumerate(case.pitfalls, start=1):
        field = f"pitfalls[{number}]"
        try:
            yield from _about_pitfall(case, field, pitfall, right)
        except BadBox as error:
            yield _at(case, f"{field}.change.claim.{error.box}", error.message)


def _about_pitfall(case: Case, field: str, pitfall: Pitfall, right: Play) -> Iterator[Problem]:
    content, sending = changed_content(case, pitfall.change, right)
    if (content, sending) == (right.content, right.sending):
        yield _at(case, f"{field}.change", "changes nothing on the right claim")
        return
    previous = right if sending.frequency != 1 else None
    raw = play(case, content, sending, codes=right.codes, previous=previous)
    answer = settle(raw, wanted=pitfall.outcome).answer
    if answer.outcome.value != pitfall.outcome:
        message = f'the payer says "{answer.outcome}", the file "{pitfall.outcome}"'
        yield _at(case, f"{field}.outcome", message + _why(answer))
    if reasons_of(answer) != tuple(sorted(set(pitfall.reasons))):
        message = (
            f"the payer gives {_listed(reasons_of(answer))}, the file {_listed(pitfall.reasons)}"
        )
        yield _at(case, f"{field}.reasons", message + _why(answer))
    elif answer.outcome.value == pitfall.outcome:
        problem = remedy_problem(pitfall.right_action, wrong=raw, answer=answer, right=right)
        if problem:
            yield _at(case, f"{field}.right_action", problem)


def _listed(reasons: tuple[str, ...]) -> str:
    return "[" + ", ".join(reasons) + "]"


def _right(case: Case, codes: ProcedureSet) -> Play:
    """The right claim, sent as soon as it can be."""
    content: ClaimContent = true_content(case, right_answer(case), codes=codes)
    return play(case, content, codes=codes)
