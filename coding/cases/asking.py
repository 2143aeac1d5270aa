"""Read the questions to the provider that a case foresees."""

from __future__ import annotations

from coding.cases.key import Quote
from coding.cases.model import ScriptedQuery
from coding.documents import Node
from coding.notes import locate_all

ANSWERS = ("clear", "vague", "late", "never")
USUAL_DAYS = {"clear": 2, "vague": 2, "late": 21, "never": 0}


def read_query(node: Node, note: str) -> ScriptedQuery:
    """One item of ``queries``. Raises DocumentError."""
    node.mapping(("about", "needed", "answer", "why"), ("after_days", "says", "guideline"))
    answer = node["answer"].choice(ANSWERS)
    says = node.read("says", lambda item: item.text(limit=400), "")
    if bool(says) == (answer == "never"):
        raise node.error("write what the provider says, unless the answer never comes")
    about = node.each("about", lambda item: Quote(item.text(), locate_all(note, item.text())))
    if not about or not all(quote.spans for quote in about):
        raise node["about"].error("quote words of the note, word for word, at which to ask")
    return ScriptedQuery(
        about=about,
        needed=node["needed"].boolean(),
        answer=answer,
        after_days=node.read(
            "after_days", lambda item: item.integer(minimum=1, maximum=90), USUAL_DAYS[answer]
        ),
        says=" ".join(says.split()),
        why=node["why"].text(limit=400),
        guideline=node.read("guideline", Node.text, ""),
    )
