"""The order in which the cases are best learned, and what should come before each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from coding.documents import Node, read_document


@dataclass(frozen=True)
class Step:
    """A case by its slug, and the slugs of those that should be known before it."""

    slug: str
    after: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Stage:
    """Some cases that are learned together, and what they are about in a line."""

    name: str
    about: str
    steps: tuple[Step, ...]


@lru_cache(maxsize=4)
def learning_path() -> tuple[Stage, ...]:
    """The stages of `fixtures/path.yaml`. Raises DocumentError."""
    path: Path = settings.LEARNING_PATH
    return read_path(path.read_text(encoding="utf-8"), path=path.name)


def read_path(text: str, *, path: str) -> tuple[Stage, ...]:
    """Read a learning path. Raises DocumentError with file, line, field and mend."""
    top = read_document(text, path=path).mapping(("stages",))
    return top.each("stages", _stage)


def _stage(node: Node) -> Stage:
    node.mapping(("name", "about", "cases"))
    return Stage(
        name=node["name"].text(limit=60),
        about=node["about"].text(limit=200),
        steps=node.each("cases", _step),
    )


def _step(node: Node) -> Step:
    node.mapping(("case",), ("after",))
    return Step(
        slug=node["case"].text(limit=80),
        after=node.each("after", lambda item: item.text(limit=80)),
        line=node.line,
    )


def path_problems(stages: Collection[Stage], *, slugs: Collection[str]) -> Iterator[str]:
    """What keeps the path from holding every case of the library once, each behind what it needs:
    a sentence each."""
    known: set[str] = set()
    for step in (step for stage in stages for step in stage.steps):
        if step.slug not in slugs:
            yield f"line {step.line}: there is no case {step.slug}."
        if step.slug in known:
            yield f"line {step.line}: {step.slug} stands twice."
        for needed in step.after:
            if needed not in known:
                yield f"line {step.line}: {needed} must come before {step.slug}."
        known.add(step.slug)
    for slug in sorted(set(slugs) - known):
        yield f"{slug} is not on the path."
