"""How near one diagnosis is to another on the ICD-10-CM tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coding.code_tree import CodeTree
from coding.conventions import plain
from coding.grading.report import Category

CATEGORY_LENGTH, FULL_LENGTH = 3, 7
SIDE = re.compile(r"\b(right|left|bilateral|unspecified)\b")
UNSPECIFIED = re.compile(r"\b(unspecified|not specified)\b")


@dataclass(frozen=True)
class Likeness:
    """What an answer's code earns against a code of the key (0 to 1), and what is wrong with it."""

    credit: Fraction
    category: Category | None = None


EXACT = Likeness(Fraction(1))
UNLIKE = Likeness(Fraction(0), Category.EXTRA)


def likeness(answer: str, key: str, *, on: date, codes: CodeTree) -> Likeness:
    """Compare an answer's diagnosis with the key's, as of the date of service.

    1 the same; 0.75 the seventh character differs; 0.60 too short, or the unspecified one among
    siblings; 0.40 another sibling; 0.30 the same three-character category; 0.10 the same block.
    House convention.
    """
    given, right = plain(answer), plain(key)
    if given == right:
        return EXACT
    if len(given) == len(right) == FULL_LENGTH and given[:-1] == right[:-1]:
        return Likeness(Fraction(3, 4), Category.WRONG_SEVENTH)
    if len(given) >= CATEGORY_LENGTH and right.startswith(given):
        return Likeness(Fraction(3, 5), Category.NOT_SPECIFIC)
    if _are_siblings(given, right):
        return _sibling(answer, key, on=on, codes=codes)
    if given[:CATEGORY_LENGTH] == right[:CATEGORY_LENGTH]:
        return Likeness(Fraction(3, 10), Category.WRONG_SUBCATEGORY)
    if _block(given, codes) == _block(right, codes):
        return Likeness(Fraction(1, 10), Category.WRONG_CATEGORY)
    return UNLIKE


def _are_siblings(one: str, other: str) -> bool:
    """Whether two codes stand under one parent (their seventh characters being the same)."""
    if len(one) == len(other) == FULL_LENGTH and one[-1] == other[-1]:
        one, other = one[:-1].rstrip("X"), other[:-1].rstrip("X")
    return len(one) == len(other) > CATEGORY_LENGTH and one[:-1] == other[:-1]


def _sibling(answer: str, key: str, *, on: date, codes: CodeTree) -> Likeness:
    given, right = _title(answer, on=on, codes=codes), _title(key, on=on, codes=codes)
    if len(UNSPECIFIED.findall(given)) > len(UNSPECIFIED.findall(right)):
        return Likeness(Fraction(3, 5), Category.UNDER_SPECIFIED)
    sided = given and SIDE.sub("", given) == SIDE.sub("", right)
    category = Category.WRONG_SIDE if sided else Category.WRONG_SUBCATEGORY
    return Likeness(Fraction(2, 5), category)


def _title(code: str, *, on: date, codes: CodeTree) -> str:
    row = codes.find(code, on=on, system="icd10cm")
    return row.title.lower() if row else ""


def _block(code: str, codes: CodeTree) -> str:
    """The block of a code: what stands just under its chapter. The code itself when unknown."""
    above = codes.ancestors(code[:CATEGORY_LENGTH])
    return above[-2] if len(above) > 1 else code[:CATEGORY_LENGTH]
