"""Pair the codes of an answer with the codes of a key so that the pairs are worth the most."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(values: Sequence[Sequence[int]]) -> tuple[int | None, ...]:
    """For each row the column it is paired with, or None, so that the values add up to the most.

    ``values[row][column]`` is what a pair is worth; one of zero or less is never made. No row and
    no column is used twice. Rows that are worth nothing anywhere are set aside first, so that
    they never change how the others pair.

    This is the Hungarian method with potentials, in cubic time: two sheets of fifty lines take no
    longer than a page needs to draw, which trying all pairings or all subsets would not.
    """
    rows = [row for row, worth in enumerate(values) if any(value > 0 for value in worth)]
    size = max([len(rows), *(len(values[row]) for row in rows)])
    costs = [_costs(values[row], size) for row in rows]
    costs += [_costs((), size) for _ in range(size - len(rows))]
    chosen: list[int | None] = [None] * len(values)
    for column, at in enumerate(_owners(costs)):
        if costs[at][column] < 0:
            chosen[rows[at]] = column
    return tuple(chosen)


def _costs(worth: Sequence[int], size: int) -> list[int]:
    """A row as costs, filled up with pairs that are worth nothing."""
    return [-max(0, value) for value in worth] + [0] * (size - len(worth))


def _owners(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each column of a square the row that takes it, at the least total cost."""
    size = len(costs)
    by_row, by_column = [0] * size, [0] * (size + 1)
    owner = [-1] * (size + 1)
    for row in range(size):
        owner[size] = row
        reached_from, end = _cheapest_path(costs, by_row, by_column, owner)
        while end != size:
            owner[end] = owner[reached_from[end]]
            end = reached_from[end]
    return owner[:size]


def _cheapest_path(
    costs: Sequence[Sequence[int]], by_row: list[int], by_column: list[int], owner: list[int]
) -> tuple[list[int], int]:
    """Grow a tree of tight pairs from the row parked at the last column until it meets a column
    without owner; the potentials move so that every pair stays at zero or above."""
    size = len(costs)
    slack: list[float] = [float("inf")] * size
    reached_from, seen = [size] * size, [False] * (size + 1)
    column = size
    while owner[column] != -1:
        seen[column] = True
        row, best = owner[column], -1
        for other in (index for index in range(size) if not seen[index]):
            reduced = costs[row][other] - by_row[row] - by_column[other]
            if reduced < slack[other]:
                slack[other], reached_from[other] = reduced, column
            if best == -1 or slack[other] < slack[best]:
                best = other
        step = int(slack[best])
        for index in range(size + 1):
            if seen[index]:
                by_row[owner[index]] += step
                by_column[index] -= step
            elif index < size:
                slack[index] -= step
        column = best
    return reached_from, column
