"""Queries to the provider as the coder's page shows them, and what they are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coding.display import percent_text
from coding.grading import rounded
from coding.models import Attempt, ProviderQuery
from coding.querying import BY_NAME, Sent, mark_queries


@dataclass(frozen=True)
class QueryView:
    """A query that was sent, and its answer; `problems` are (what is wrong, how to mend it)."""

    number: int
    quote: str
    indicators: str
    question: str
    options: Sequence[str]
    problems: Sequence[tuple[str, str]]
    by: str
    written_on: date
    answered_on: date | None
    answer: str

    @property
    def is_answered(self) -> bool:
        """The provider has written back."""
        return self.answered_on is not None


@dataclass(frozen=True)
class QueryLesson:
    """A question that the case foresees: whether it had to be asked, and whether it was."""

    about: str
    needed: bool
    asked: bool
    why: str
    guideline: str

    @property
    def is_right(self) -> bool:
        """Asked where it had to be, left alone where not."""
        return self.needed == self.asked


@dataclass(frozen=True)
class QueryMarks:
    """What the queries of an attempt are worth: for who may see marks."""

    score: str
    needless: int
    lessons: Sequence[QueryLesson]


def queries_of(attempt: Attempt) -> Sequence[QueryView]:
    """What was asked, the newest first; one query."""
    rows = attempt.queries.select_related("written_by").order_by("-number")
    return [_view(row) for row in rows]


def query_marks(attempt: Attempt) -> QueryMarks | None:
    """The mark of the queries, from their rows; None where there is nothing to mark. Tells what
    the case foresees."""
    scripts = attempt.parsed().queries
    rows = list(attempt.queries.all())
    needed = {place for place, script in enumerate(scripts) if script.needed}
    sent = [Sent(meets=row.meets, broken=len(row.problems)) for row in rows]
    mark = mark_queries(sent, needed=needed)
    if mark is None and not scripts:
        return None
    asked = {row.meets for row in rows}
    return QueryMarks(
        score=percent_text(rounded(mark.score)) if mark else "",
        needless=mark.needless if mark else 0,
        lessons=[
            QueryLesson(
                about=script.about[0].text,
                needed=script.needed,
                asked=place in asked,
                why=script.why,
                guideline=script.guideline,
            )
            for place, script in enumerate(scripts)
        ],
    )


def _view(row: ProviderQuery) -> QueryView:
    rules = [BY_NAME[name] for name in row.problems if name in BY_NAME]
    return QueryView(
        number=row.number,
        quote=row.quote,
        indicators=row.indicators,
        question=row.question,
        options=row.options,
        problems=[(rule.says, rule.mend) for rule in rules],
        by=str(row.written_by),
        written_on=row.written_on,
        answered_on=row.answered_on,
        answer=row.answer,
    )
