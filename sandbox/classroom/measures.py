"""Figures about a class: quartiles, correlation, the Pareto picture. PURE."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST = 5
"""With fewer learners a correlation says nothing."""

WIDTH, HEIGHT, FOOT, HEAD, SIDE = 720, 242, 32, 28, 34


@dataclass(frozen=True)
class Quartiles:
    """Five figures of a sample, each one of its values or halfway between two."""

    low: float
    first: float
    median: float
    third: float
    high: float


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """The smallest, the quartiles and the greatest, by linear interpolation between the closest
    ranks (the method that spreadsheets call inclusive); None of nothing."""
    if not values:
        return None
    ranked = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ranked) - 1)
        below = int(place)
        above = min(below + 1, len(ranked) - 1)
        return ranked[below] + (ranked[above] - ranked[below]) * (place - below)

    return Quartiles(ranked[0], at(0.25), at(0.5), at(0.75), ranked[-1])


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation, from -1 to 1; None for fewer than five pairs, or where one side never
    varies."""
    if len(pairs) < FEWEST:
        return None
    mean_x = sum(x for x, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    both = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    spread_x = sum((x - mean_x) ** 2 for x, _ in pairs)
    spread_y = sum((y - mean_y) ** 2 for _, y in pairs)
    if spread_x < 1e-12 or spread_y < 1e-12:
        return None
    return both / sqrt(spread_x * spread_y)


def discriminations(scores: Sequence[tuple[int, int, float]]) -> dict[int, float | None]:
    """How well each case tells strong learners from weak ones: the correlation of each learner's
    last score at it with the mean of their scores at the other cases. `scores` are (learner, case,
    score). None where too few learners have both."""
    sums, counts = defaultdict[int, float](float), Counter[int]()
    by_case: dict[int, dict[int, list[float]]] = {}
    for learner, case, score in scores:
        sums[learner] += score
        counts[learner] += 1
        by_case.setdefault(case, {}).setdefault(learner, []).append(score)
    return {
        case: correlation(
            [
                (own[-1], (sums[learner] - sum(own)) / (counts[learner] - len(own)))
                for learner, own in at_case.items()
                if counts[learner] > len(own)
            ]
        )
        for case, at_case in by_case.items()
    }


@dataclass(frozen=True)
class ParetoBar:
    """A bar with its share of all so far; sizes are in the picture's own units."""

    label: str
    count: int
    share: str
    total_share: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    line_y: float


@dataclass(frozen=True)
class Pareto:
    """Bars from the greatest to the smallest, with the line of the share that they make up
    together."""

    bars: Sequence[ParetoBar]
    line: str
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - FOOT
    label_y: int = HEIGHT - 8


def pareto(counts: Sequence[tuple[str, int]]) -> Pareto:
    """The picture of these counts, which are given from the greatest to the smallest."""
    total = sum(count for _, count in counts)
    if not total:
        return Pareto((), "")
    room, step = HEIGHT - FOOT - HEAD, (WIDTH - 2 * SIDE) / len(counts)
    bars, so_far = [], 0
    for place, (label, count) in enumerate(counts):
        so_far += count
        height = room * count / total
        middle = SIDE + step * (place + 0.5)
        bars.append(
            ParetoBar(
                label=label,
                count=count,
                share=f"{count / total:.0%}",
                total_share=f"{so_far / total:.0%}",
                x=round(middle - step * 0.35, 1),
                y=round(HEIGHT - FOOT - height, 1),
                width=round(step * 0.7, 1),
                height=round(height, 1),
                middle=round(middle, 1),
                line_y=round(HEIGHT - FOOT - room * so_far / total, 1),
            )
        )
    return Pareto(bars, " ".join(f"{bar.middle},{bar.line_y}" for bar in bars))
