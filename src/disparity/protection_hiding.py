"""Hiding: which cells are too few to show, and which others would let anyone work those out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from disparity.cells import HIDDEN, SHOWN, TOO_FEW, Reasons
from disparity.cube import Integers
from disparity.protection_lattice import Lines

Ranks = NDArray[np.intp]


def too_few(parts: Integers, *, threshold: int) -> Reasons:
    """Say which cells are too few to show: those with any part under the threshold, nobody included.

    `parts` is (parts, cells). For a proportion they are those with the event and those without: to show that
    nobody, or everyone, in a group has it would tell it about each of them. For a mean or a median there is
    one part, the people.
    """
    return np.where(np.any(parts < threshold, axis=0), TOO_FEW, SHOWN).astype(np.int8)


def ranks(parts: Integers, depth: NDArray[np.intp], everyone: int) -> Ranks:
    """Rank the cells by how soon each is hidden to protect another: the smallest first, everyone last.

    Between equals the cell that is broken down further goes first, because fewer tables show it.
    """
    order = np.lexsort((-depth, parts.sum(axis=0), parts.min(axis=0)))
    order = np.append(order[order != everyone], everyone)
    ranking = np.empty(len(order), dtype=np.intp)
    ranking[order] = np.arange(len(order))
    return ranking


def hide_what_reveals(
    reasons: Reasons, parts: Integers, lines: Sequence[Lines], ranking: Ranks, *, threshold: int
) -> Reasons:
    """Hide more cells until no line tells what a hidden cell of it holds.

    In a line whose sum is shown, the hidden cells are protected by one another: there must be two at least,
    and together they must reach the threshold in every part, else their sum would be a small count that
    anyone could work out. In a line whose sum is hidden, one of its cells must be hidden too. Where that does
    not hold, the next smallest shown member of the line is hidden, and all the lines are gone through again
    until nothing changes. Cells are only ever hidden, so it ends.

    A cell with nobody in it is shown no more than another that is too few, but it needs no protection, for it
    tells about nobody, and it gives none: the lines count it as a zero that everyone knows.
    """
    empty = parts.sum(axis=0) == 0
    reasons = np.where(empty, SHOWN, reasons)
    ranking = np.where(empty, len(ranking), ranking)
    changed = True
    while changed:
        changed = False
        for members in lines:
            while True:
                open_lines = revealing(reasons, parts, members, threshold=threshold)
                if not open_lines.any():
                    break
                candidates = members[open_lines]
                last = np.where(reasons[candidates] == SHOWN, ranking[candidates], len(ranking))
                chosen = np.take_along_axis(candidates, last.argmin(axis=1)[:, np.newaxis], axis=1)
                reasons[chosen] = HIDDEN
                changed = True
    return np.where(empty, TOO_FEW, reasons).astype(np.int8)


def revealing(reasons: Reasons, parts: Integers, members: Lines, *, threshold: int) -> NDArray[np.bool_]:
    """Say which lines tell what a hidden cell of theirs holds, though some member could still be hidden."""
    hidden = reasons[members] != SHOWN
    inner, margin = hidden[:, :-1], hidden[:, -1]
    count = inner.sum(axis=1)
    # (parts, lines): what the hidden cells of each line hold together.
    together = np.where(inner, parts[:, members[:, :-1]], 0).sum(axis=-1).min(axis=0)
    closed: NDArray[np.bool_] = np.where(
        margin, count >= 1, (count == 0) | ((count >= 2) & (together >= threshold))
    )
    empty = parts.sum(axis=0) == 0
    return np.asarray(~closed & ~(hidden | empty[members]).all(axis=1))
