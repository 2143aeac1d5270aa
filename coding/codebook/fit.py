"""How well a title fits what was typed. PURE."""

from operator import itemgetter

from coding.codebook.query import Group, Slot
from coding.codebook.rows import FILLERS
from coding.codebook.words import words

IN_TERMS = 0.5
"""What a word counts that is not in the title but in its inclusion terms."""
TYPED_POINTS, COVERED_POINTS = 100, 40


def fit(groups: list[Group], title: str, *, all_found: bool) -> float:
    """100 points for all that was typed, and 40 for a title that says nothing else.

    With `all_found`, what is not in the title is known to be in its inclusion terms.
    """
    elsewhere = IN_TERMS if all_found else 0.0
    found = frozenset(words(title))
    typed = worth = 0.0
    slots: list[Slot] = []
    for group in groups:
        share, way = max(
            [(_share(way, found, elsewhere), way) for way in group.ways], key=itemgetter(0)
        )
        typed += share * group.worth
        worth += group.worth
        slots.extend(way)
    content = found - FILLERS
    covered = sum([max([slot.said[word] for slot in slots]) for word in content])
    return TYPED_POINTS * typed / worth + COVERED_POINTS * covered / max(len(content), 1)


def _share(way: tuple[Slot, ...], title: frozenset[str], elsewhere: float) -> float:
    """How much of one way to say a thing is in the title, from 0 to 1."""
    found = 0.0
    for slot in way:
        near = slot.near
        found += max([near[word] for word in title], default=0.0) or elsewhere
    return found / len(way)
