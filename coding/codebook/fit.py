"""How well a title fits what was typed. PURE."""

from coding.codebook.query import Group, Slot
from coding.codebook.rows import FILLERS
from coding.codebook.words import words

WHOLE, MEANT, OTHER_FORM, ELSEWHERE = 1.0, 0.9, 0.8, 0.3
TYPED_POINTS, COVERED_POINTS = 100, 40


def fit(groups: list[Group], title: str) -> float:
    """100 points for all that was typed, and 40 for a title that says nothing else."""
    found = frozenset(words(title))
    shares: list[float] = []
    slots: list[Slot] = []
    for group in groups:
        share, way = max((_share(way, found), -number) for number, way in enumerate(group.ways))
        shares.append(share)
        slots.extend(group.ways[-way])
    content = found - FILLERS
    covered = sum(any(_is_form(word, slot) for slot in slots) for word in content)
    typed = sum(shares) / len(shares) if shares else 0.0
    return TYPED_POINTS * typed + COVERED_POINTS * covered / max(len(content), 1)


def _share(way: tuple[Slot, ...], title: frozenset[str]) -> float:
    """How much of one way to say a thing is in the title; the rest is in its inclusion terms."""
    return sum(_slot_fit(slot, title) for slot in way) / len(way)


def _slot_fit(slot: Slot, title: frozenset[str]) -> float:
    if slot.typed in title:
        return WHOLE
    if not slot.accepted.isdisjoint(title):
        return MEANT
    return OTHER_FORM if any(word.startswith(slot.stem) for word in title) else ELSEWHERE


def _is_form(word: str, slot: Slot) -> bool:
    return word == slot.typed or word in slot.accepted or word.startswith(slot.stem)
