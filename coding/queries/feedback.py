"""What a learner may see of a mark before the key is released: how well, and what kind of error;
no code, no words of the key."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from coding.display import percent_text
from coding.models import Attempt, Mark
from coding.queries.marks import PART_NAMES


@dataclass(frozen=True)
class Feedback:
    """The newest coding's score, what was reached of each part as (name, share, text), and how
    often each kind of error was found."""

    version: str
    score: str
    parts: Sequence[tuple[str, Decimal, str]]
    kinds: Sequence[tuple[str, int]]


def feedback_of(attempt: Attempt) -> Feedback | None:
    """The feedback of an attempt whose learners were given it; None before. One query."""
    if attempt.feedback_at is None:
        return None
    marks = Mark.objects.filter(coding_version__attempt=attempt, stands=True)
    mark = marks.select_related("coding_version").order_by("-coding_version__number").first()
    if mark is None:
        return None
    reached = {name: Decimal(mark.report["parts"][name]) for name in mark.report["parts"]}
    kinds = Counter(
        row["category"] for row in mark.report["findings"] if Decimal(row["credit"]) < 1
    )
    return Feedback(
        version=str(mark.coding_version.number),
        score=percent_text(mark.score),
        parts=[
            (PART_NAMES[name], reached[name], percent_text(reached[name]))
            for name in PART_NAMES
            if name in reached
        ],
        kinds=kinds.most_common(),
    )
