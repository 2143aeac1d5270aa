"""What can be said of ICD-10-CM codes by convention, from the codes and titles alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

Prefixes = tuple[str, ...]

# Excludes1 notes of the ICD-10-CM tabular list, FY2026, that learners trip over: a code of the
# left column and one of the right column are never kept together. A prefix stands for its codes.
# O80: "single diagnosis code ... not to be used with any other code from chapter 15" (I.C.15.n).
EXCLUDES1: tuple[tuple[Prefixes, Prefixes], ...] = (
    (("F17.2",), ("Z72.0", "Z87.891")),
    (("J45",), ("R06.2",)),
    (("M54.5",), ("M54.4", "S39.012")),
    (("E10",), ("E11",)),
    (("F32",), ("F33",)),
    (("F11.1",), ("F11.2",)),
    (("Z34",), ("O",)),
    (("O80",), ("O",)),
)


@lru_cache(maxsize=4096)
def plain(code: str) -> str:
    """A code in capitals without dot and hyphen: how codes of one system are compared."""
    return code.strip().upper().replace(".", "").replace("-", "")


def is_same_code(left: str, right: str) -> bool:
    """Whether two spellings name one code."""
    return plain(left) == plain(right)


def is_under(code: str, prefix: str) -> bool:
    """Whether a code is the prefix or stands below it."""
    return plain(code).startswith(plain(prefix))


def excludes1_conflicts(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The pairs among these codes that exclude each other, in the order of the codes.

    Source: ICD-10-CM Official Guidelines I.A.12.a.
    """
    listed = dict.fromkeys(codes)
    return tuple(pair for pair in combinations(listed, 2) if _excluded(*pair))


def _excluded(one: str, other: str) -> bool:
    for left, right in EXCLUDES1:
        for first, second in ((one, other), (other, one)):
            in_left = any(is_under(first, prefix) for prefix in left)
            if in_left and any(is_under(second, prefix) for prefix in right):
                return True
    return False


def is_external_cause(code: str) -> bool:
    """Whether a code says how, where or while doing what harm came about (V00-Y99).

    Never listed first: ICD-10-CM Official Guidelines I.C.20.a.6.
    """
    return plain(code)[:1] in {"V", "W", "X", "Y"}


ONCE = ("Y92", "Y93", "Y99")
"""Where it came about, doing what, and as whom."""


def told_again(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of place, activity and status beside injuries that are all past their first
    treatment (seventh character other than A, B, C): they are told at the first encounter alone.

    Source: ICD-10-CM Official Guidelines I.C.20.b, I.C.20.c, I.C.20.k.
    """
    listed = list(codes)
    injuries = [code for code in map(plain, listed) if len(code) == 7 and code[0] in "ST"]
    if not injuries or any(code[-1] in "ABC" for code in injuries):
        return ()
    return tuple(code for code in listed if any(is_under(code, prefix) for prefix in ONCE))


def is_manifestation(title: str) -> bool:
    """Whether a title says that the code only follows its cause.

    Never listed first: ICD-10-CM Official Guidelines I.A.13.
    """
    return "in diseases classified elsewhere" in title.lower()


def is_never_first(code: str, *, title: str) -> bool:
    """Whether a code only ever follows another: external causes, body mass index (Z68), and
    manifestations and organisms of what is classified elsewhere.

    Source: ICD-10-CM Official Guidelines I.A.13, I.B.7, I.B.14, I.C.20.a.6.
    """
    follows = "diseases classified elsewhere" in title.lower()
    return is_external_cause(code) or is_under(code, "Z68") or follows


def is_symptom(code: str) -> bool:
    """Whether a code is of the chapter of symptoms and signs (R00-R99)."""
    return plain(code)[:1] == "R"


def is_history(code: str) -> bool:
    """Whether a code says that something was once so (Z80-Z87)."""
    return plain(code)[:3] in {f"Z8{digit}" for digit in range(8)}
