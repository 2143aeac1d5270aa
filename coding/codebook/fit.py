"""How well a title fits what was typed. PURE."""

from operator import itemgetter

from coding.codebook.query import Group, Slot
from coding.codebook.rows import FILLERS
from coding.codebook.words import words

WHOLE, MEANT, OTHER_FORM, IN_TERMS = 1.0, 0.85, 0.8, 0.5
TYPED_POINTS, COVERED_POINTS = 100, 40


def fit(groups: list[Group], title: str, *, all_found: bool) -> float:
    """100 points for all that was typed, and 40 for a title that says nothing else.

    With `all_found`, what is not in the title is known to be in its inclusion terms.
    """
    elsewhere = IN_TERMS if all_found else 0.0
    found = frozenset(words(title))
    typed = 0.0
    slots: list[Slot] = []
    for group in groups:
        share, way = max(
            ((_share(way, found, elsewhere), way) for way in group.ways), key=itemgetter(0)
        )
        typed += share * group.worth
        slots.extend(way)
    content = found - FILLERS
    covered = sum(max(_form(word, slot) for slot in slots) for word in content)
    worth = sum(group.worth for group in groups)
    return TYPED_POINTS * typed / worth + COVERED_POINTS * covered / max(len(content), 1)


def _share(way: tuple[Slot, ...], title: frozenset[str], elsewhere: float) -> float:
    """How much of one way to say a thing is in the title, from 0 to 1."""
    return sum(_slot_fit(slot, title) or elsewhere for slot in way) / len(way)


def _slot_fit(slot: Slot, title: frozenset[str]) -> float:
    if slot.typed in title:
        return WHOLE
    if not slot.accepted.isdisjoint(title):
        return MEANT
    return OTHER_FORM if any(word.startswith(slot.stem) for word in title) else 0.0


def _form(word: str, slot: Slot) -> float:
    """How much a title word is what was typed."""
    if word == slot.typed:
        return 1.0
    return 0.5 if word in slot.accepted or word.startswith(slot.stem) else 0.0
