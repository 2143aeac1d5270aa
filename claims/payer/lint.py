"""What must be mended in the files of the payers before a class meets them. PURE.

Reading them (`claims.payer.library`) refuses what is no value at all; here every code, pattern and
name is looked up, and what contradicts itself is told with its line.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from claims.facts import Pair
from claims.payer.book import ProcedureSet
from claims.payer.library import PRACTICE, SHARED, Edits, read_book, read_edits
from claims.payer.practice import read_practice
from claims.rules.review import stands_for
from coding.cases import Problem
from coding.documents import DocumentError, Node, read_document
from coding.files import read_text

ONLY_WITH_MODIFIER = 1


def lint_payers(folder: Path, *, codes: ProcedureSet, on: date) -> tuple[Problem, ...]:
    """Everything to mend in a folder of payers, by file and line; ``on`` is a day of service.

    A file that does not fit has one problem: the first.
    """
    try:
        shared = _read(folder / SHARED)
        edits = read_edits(shared)
        read_practice(_read(folder / PRACTICE))
    except DocumentError as error:
        return (_problem(error),)
    lookups = Lookups(codes, on)
    problems = [*_walk(shared, lookups), *_about_pairs(shared, edits.pairs)]
    for path in sorted(folder.glob("SBX*.yaml")):
        problems += _about_payer(path, edits, lookups)
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line)))


class Lookups:
    """Which codes, patterns and names exist on a day, by the field in which they stand.

    ``values`` are fields that hold one or a list of them, ``keys`` groups whose keys they are;
    each with what it should be in words.
    """

    def __init__(self, codes: ProcedureSet, on: date) -> None:
        rows = [*codes.all_codes("spc"), *codes.all_codes("hcpcs")]
        names = [row.code for row in rows]
        benefits = {codes.procedure(name, on=on).benefit for name in names}

        def known(system: str) -> Callable[[str], bool]:
            return lambda code: codes.find(code, on=on, system=system) is not None

        procedure = (
            lambda pattern: any(stands_for(pattern, name) for name in names),
            "a procedure of fixtures/codes, or a beginning with *",
        )
        diagnosis = (known("icd10cm"), "a diagnosis or the category of one")
        modifier = (known("modifier"), "a modifier of fixtures/codes")
        place = (known("pos"), "a place of service")
        benefit = (benefits.__contains__, "a benefit that fixtures/codes names")
        self.values: dict[str, tuple[Callable[[str], bool], str]] = {
            **dict.fromkeys(("procedure", "column1", "column2", "add_on_to"), procedure),
            **dict.fromkeys(("exclusions", "routine", "experimental", "unlisted"), procedure),
            **dict.fromkeys(("diagnoses", "excluded", "excluded_diagnoses"), diagnosis),
            **dict.fromkeys(("modifiers", "required_modifiers"), modifier),
            **dict.fromkeys(("places", "refused_places"), place),
            **dict.fromkeys(("benefit", "carve_outs"), benefit),
        }
        self.keys = {
            "overrides": procedure,
            **dict.fromkeys(("benefits", "emergency_benefits"), benefit),
        }


def _about_payer(path: Path, edits: Edits, lookups: Lookups) -> Iterator[Problem]:
    try:
        node = _read(path)
        book = read_book(node, edits=edits)
    except DocumentError as error:
        yield _problem(error)
        return
    if book.payer.id != path.stem:
        yield _at(node["payer"]["id"], f'must be the name of the file, "{path.stem}"')
    yield from _walk(node, lookups)
    yield from _about_pairs(node, book.pairs[len(edits.pairs) :])


def _walk(node: Node, lookups: Lookups, name: str = "") -> Iterator[Problem]:
    """Look up every value and key whose field says what it is."""
    if node.is_mapping:
        known, wanted = lookups.keys.get(name, (None, ""))
        for key, value in node.entries():
            if known is not None and not known(key):
                yield _at(value, f"is not {wanted}")
            yield from _walk(value, lookups, name=key)
    elif node.is_list:
        for item in node.items():
            yield from _walk(item, lookups, name=name)
    elif name in lookups.values and not node.is_blank:
        (known, wanted), text = lookups.values[name], node.text()
        if not known(text) and not known(text.upper()):
            yield _at(node, f'"{text}" is not {wanted}')


def _about_pairs(node: Node, pairs: Sequence[Pair]) -> Iterator[Problem]:
    """A pair of a code with itself, written twice, or turned round."""
    rows = node.get("pairs")
    seen: set[tuple[str, str]] = set()
    for item, pair in zip(rows.items() if rows else (), pairs, strict=True):
        columns = (pair.column1, pair.column2)
        if pair.column1 == pair.column2:
            yield _at(item, "pairs a procedure with itself")
        if columns in seen:
            yield _at(item, f"{pair.column1} and {pair.column2} stand here twice; keep one")
        if columns[::-1] in seen:
            yield _at(item, f"{pair.column1} and {pair.column2} stand the other way round too")
        if pair.indicator == ONLY_WITH_MODIFIER and not pair.modifiers:
            yield _at(item, "has indicator 1 and no modifier; write indicator 0")
        seen.add(columns)


def _read(path: Path) -> Node:
    return read_document(read_text(path), path=f"fixtures/payers/{path.name}")


def _at(node: Node, message: str) -> Problem:
    return Problem(path=node.path, line=node.line, message=f"{node.field}: {message}")


def _problem(error: DocumentError) -> Problem:
    told = f"{error.field}: {error.message}" if error.field else error.message
    return Problem(path=error.path, line=error.line, message=told)
