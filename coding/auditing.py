"""Auditing another coder's work: what was wrong, what was changed, what that is worth. PURE.

An answer is taken apart into items: its diagnoses, what is listed first, its services, and the
modifiers, units and pointers of each service. What the audited codes and the key do not share is an
error; what the audited codes and the auditor's do not share is a change. Recall is the share of the
errors that were mended, precision the share of the changes that mend an error. House convention,
after the measures of any search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases.key import Key, Role
from coding.conventions import plain

Item = tuple[str, str, str]
"""What it is (diagnosis, first, service, modifier, units, pointers), the service that it belongs to
("" for none), and its value."""


@dataclass(frozen=True)
class Audit:
    """What an audit found. `missed` are errors that still stand, `harmed` changes of what had been
    right; `precision` is None where nothing was changed, `recall` where nothing was wrong."""

    mended: tuple[Item, ...]
    missed: tuple[Item, ...]
    harmed: tuple[Item, ...]

    @property
    def recall(self) -> Fraction | None:
        """Errors mended over errors."""
        errors = len(self.mended) + len(self.missed)
        return Fraction(len(self.mended), errors) if errors else None

    @property
    def precision(self) -> Fraction | None:
        """Changes that mend an error over changes."""
        changes = len(self.mended) + len(self.harmed)
        return Fraction(len(self.mended), changes) if changes else None


@dataclass(frozen=True)
class Change:
    """One change of the audited codes: an item added, or taken away."""

    item: Item
    is_added: bool

    @property
    def name(self) -> str:
        """The change as forms and rows name it."""
        return ":".join(("add" if self.is_added else "delete", *self.item))


def audit(audited: Answer, final: Answer, key: Key) -> Audit:
    """Compare the audited codes with the key, and with what the auditor made of them.

    An alternative that the key accepts counts as the key's code; optional codes count as nothing.
    """
    known = _known(key)
    right = Answer(
        diagnoses=tuple(DiagnosisLine(item.code) for item in key.diagnoses),
        procedures=tuple(
            ProcedureLine(
                item.code, modifiers=item.modifiers, units=item.units, pointers=item.pointers
            )
            for item in key.procedures
        ),
    )
    before, after, wanted = _items_of((audited, final, right), known)
    errors, changed = before ^ wanted, before ^ after
    return Audit(
        mended=tuple(sorted(errors & changed)),
        missed=tuple(sorted(errors - changed)),
        harmed=tuple(sorted(changed - errors)),
    )


def changes(audited: Answer, final: Answer) -> tuple[Change, ...]:
    """What the auditor changed, for the reasons to be asked: deletions and additions by item."""
    before, after = _items_of((audited, final), {})
    found = [Change(item, is_added=False) for item in before - after]
    found += [Change(item, is_added=True) for item in after - before]
    return tuple(sorted(found, key=lambda change: (change.item, change.is_added)))


def _known(key: Key) -> Mapping[str, str]:
    """Each code of the key and each that it accepts -> the key's code; optional ones -> nothing."""
    found: dict[str, str] = {}
    for item in key.diagnoses:
        for code in (item.code, *item.accept):
            found[plain(code)] = "" if item.role == Role.OPTIONAL else plain(item.code)
    for line in key.procedures:
        for code in (line.code, *line.accept):
            found[plain(code)] = plain(line.code)
    return found


def _items_of(answers: Sequence[Answer], known: Mapping[str, str]) -> tuple[frozenset[Item], ...]:
    """The items of answers that are compared. What stands first counts where the diagnoses that
    lead are on all of them, and what belongs to a service where the service is: so that a code that
    was replaced is one deletion and one addition, not one for each of its parts."""
    diagnoses = [_diagnoses(answer, known) for answer in answers]
    leading = {codes[0] for codes in diagnoses if codes}
    ordered = all(leading <= set(codes) for codes in diagnoses)
    services = [{_as_keyed(line.code, known) for line in answer.procedures} for answer in answers]
    shared = set.intersection(*services)
    return tuple(
        frozenset(_items(answer, known, shared=shared, ordered=ordered)) for answer in answers
    )


def _items(
    answer: Answer, known: Mapping[str, str], *, shared: set[str], ordered: bool
) -> Iterator[Item]:
    codes = _diagnoses(answer, known)
    yield from (("diagnosis", "", code) for code in codes)
    if ordered:
        yield from (("first", "", code) for code in codes[:1])
    for line in answer.procedures:
        code = _as_keyed(line.code, known)
        yield "service", "", code
        if code in shared:
            yield from (("modifier", code, modifier) for modifier in line.modifiers)
            yield "units", code, str(line.units)
            pointed = [_as_keyed(pointer, known) for pointer in line.pointers]
            yield "pointers", code, " ".join(pointer for pointer in pointed if pointer)


def _diagnoses(answer: Answer, known: Mapping[str, str]) -> list[str]:
    """The diagnoses in their order, as the key has them."""
    return [code for line in answer.diagnoses if (code := _as_keyed(line.code, known))]


def _as_keyed(code: str, known: Mapping[str, str]) -> str:
    return known.get(plain(code), plain(code))
