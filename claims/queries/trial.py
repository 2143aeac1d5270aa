"""A scenario file tried out: what the scrubber holds, what the payer answers, and the trace."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claims.facts import CodeSet, Scenario, eligibility_of
from claims.payer import Answer, Cause, LineAnswer, answer, as_json, explain
from claims.scrubber import ScrubFinding, Strength, scrub

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "scenarios"
MEANINGS = {
    "rejected": "Turned back at the front door: no claim number, nothing was decided.",
    "pended": "The payer waits for something before it decides.",
    "denied": "Decided, and nothing is payable.",
    "paid": "Decided, and at least one line is payable.",
}


@dataclass(frozen=True)
class Example:
    """A scenario file that ships with the sandbox; its first line is its title."""

    slug: str
    title: str
    text: str


@dataclass(frozen=True)
class Trial:
    """What became of a scenario. Money is dollars; `raw` is the answer as `adjudicate --json`
    prints it."""

    answer: Answer
    meaning: str
    lines: tuple[LineAnswer, ...]
    deciding: tuple[Cause, ...]
    overtaken: tuple[Cause, ...]
    held: tuple[ScrubFinding, ...]
    raw: str


@cache
def examples() -> tuple[Example, ...]:
    """The scenarios that ship with the sandbox, by title; read once."""
    return tuple(sorted(_examples(), key=lambda example: example.title))


def try_scenario(scenario: Scenario, *, codes: CodeSet) -> Trial:
    """Scrub and adjudicate a scenario; the member counts as asked about on the day of sending."""
    answered = answer(scenario, codes=codes)
    causes = explain(answered, scenario)
    return Trial(
        answer=answered,
        meaning=MEANINGS[answered.outcome.value],
        lines=answered.lines,
        deciding=tuple(cause for cause in causes if cause.decisive),
        overtaken=tuple(cause for cause in causes if not cause.decisive),
        held=scrub(
            scenario, codes=codes, eligibility=eligibility_of(scenario), strength=Strength.FULL
        ),
        raw=json.dumps(as_json(answered), indent=2, ensure_ascii=False),
    )


def _examples() -> Iterator[Example]:
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("#").strip()
        yield Example(slug=path.stem, title=title, text=text)
