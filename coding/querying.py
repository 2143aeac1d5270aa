"""Is a query to the provider a fair one, and was it the right move? PURE.

The rules follow the practice brief of AHIMA and ACDIS on compliant queries (2022): a query gives
clinical indicators from the record, leads to no answer, offers "other" and "unable to determine",
and never speaks of payment. The points are a house convention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEADING = re.compile(
    r"(?i)\b(please (document|add|state|change|amend|write|confirm|agree)"
    r"|(can|could|would|will) you (please )?(document|add|state|change|amend|write|confirm)"
    r"|(do|would|don't|wouldn't) you (not )?agree|is it not|isn't it|as we (think|suspect)"
    r"|should (be|have been) (documented|coded|written)|must be documented|we need you to)\b"
)
PAYMENT = re.compile(
    r"(?i)\b(reimburse\w*|payments?|paid|unpaid|revenue|dollars?|money|bill(ed|ing|able|s)?"
    r"|den(y|ies|ied|ials?)|claims?|payers?|insur\w+|drg|rvu|medicare|medicaid"
    r"|quality (score|measure)s?|risk adjust\w*)\b|\$"
)
CODE = re.compile(r"\b[A-TV-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})\b|\b[A-Z]{2}-[0-9]{3}\b")
OTHER = re.compile(r"(?i)\bother\b")
UNDETERMINED = re.compile(
    r"(?i)\b(unable|cannot|can't|undetermin\w*|not (be )?determin\w*|unknown)\b"
)
FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
HALF = Fraction(1, 2)
NEEDLESS_COST = Fraction(1, 4)


@dataclass(frozen=True)
class Query:
    """A query as written: the words of the note it is about, what in the record speaks for it, the
    question, and the answers offered."""

    quote: str
    indicators: str
    question: str
    options: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The options that name a condition: all but "other" and "unable to determine"."""
        return tuple(
            option
            for option in self.options
            if not OTHER.search(option) and not UNDETERMINED.search(option)
        )


@dataclass(frozen=True)
class Rule:
    """One rule of a fair query: its name, what is wrong without it, and how to mend it."""

    name: str
    says: str
    mend: str
    holds: Callable[[Query, str], bool]


def _no_match(pattern: re.Pattern[str]) -> Callable[[Query, str], bool]:
    def holds(query: Query, _record: str) -> bool:
        return not any(pattern.search(text) for text in (query.question, *query.options))

    return holds


def _has_indicators(query: Query, _record: str) -> bool:
    return bool(query.quote.strip()) and len(query.indicators.split()) >= 3


def _figures_are_recorded(query: Query, record: str) -> bool:
    told = set(FIGURE.findall(record))
    return set(FIGURE.findall(query.indicators)) <= told


def _no_payment(query: Query, _record: str) -> bool:
    texts = (query.question, query.indicators, *query.options)
    return not any(PAYMENT.search(text) for text in texts)


RULES = (
    Rule(
        "indicators",
        "It gives no clinical indicators.",
        "Say what in the record makes you ask: findings, figures, treatment.",
        _has_indicators,
    ),
    Rule(
        "figures",
        "It names a figure that the record does not have.",
        "Take every figure from the note as it stands there.",
        _figures_are_recorded,
    ),
    Rule(
        "leading",
        "Its wording leads to one answer.",
        "Ask an open question, or what the findings mean; do not ask to document something.",
        _no_match(LEADING),
    ),
    Rule(
        "one_choice",
        "It offers one condition only, so it leads there.",
        "Offer at least two that the findings support, or none and an open question.",
        lambda query, _: len(query.choices) != 1,
    ),
    Rule(
        "other",
        'It does not offer "other".',
        'Add an option "Other (please specify)".',
        lambda query, _: any(OTHER.search(option) for option in query.options),
    ),
    Rule(
        "undetermined",
        'It does not offer "unable to determine".',
        'Add an option "Unable to determine".',
        lambda query, _: any(UNDETERMINED.search(option) for option in query.options),
    ),
    Rule(
        "payment",
        "It speaks of payment or of the claim.",
        "Leave money, payers and claims out: the answer must not hang on them.",
        _no_payment,
    ),
    Rule(
        "code",
        "It names a code.",
        "Ask for the clinical truth in clinical words; the code is yours to find.",
        _no_match(CODE),
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}


def unfair(query: Query, *, record: str) -> tuple[Rule, ...]:
    """The rules that a query breaks, in their order; `record` is the note that it is written on."""
    return tuple(rule for rule in RULES if not rule.holds(query, record))


@dataclass(frozen=True)
class Sent:
    """A query that was sent: which of the case's questions it meets (None: none of them), and how
    many rules it breaks."""

    meets: int | None
    broken: int


@dataclass(frozen=True)
class QueryMark:
    """What the queries of an attempt are worth, from 0 to 1: `missed` and `met` are the questions
    of the case that had to be asked, `needless` counts queries that had not to be sent."""

    score: Fraction
    met: tuple[int, ...]
    missed: tuple[int, ...]
    needless: int


def mark_queries(sent: Sequence[Sent], *, needed: Collection[int]) -> QueryMark | None:
    """Half for asking what had to be asked, half for asking it fairly; a quarter off for each query
    that had not to be sent. Where nothing had to be asked, asking nothing is right.

    None where nothing had to be asked and nothing was: there is nothing to mark.
    """
    best: dict[int, int] = {}
    for query in sent:
        if query.meets in needed and query.meets is not None:
            best[query.meets] = min(query.broken, best.get(query.meets, len(RULES)))
    needless = sum(query.meets not in needed for query in sent)
    if not needed and not sent:
        return None
    base = _mean(
        HALF + HALF * (1 - Fraction(best[one], len(RULES))) if one in best else Fraction(0)
        for one in sorted(needed)
    )
    return QueryMark(
        score=max(Fraction(0), base - NEEDLESS_COST * needless),
        met=tuple(sorted(best)),
        missed=tuple(one for one in sorted(needed) if one not in best),
        needless=needless,
    )


def _mean(parts: Iterable[Fraction]) -> Fraction:
    """The mean; 1 of nothing."""
    found = list(parts)
    return sum(found, Fraction(0)) / len(found) if found else Fraction(1)
