"""Findings: one group, in one slice, by one measure, against one comparator. A row of the published file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

EVERYONE_ELSE = "everyone else"
"""The comparator made of all other known levels together, without the group itself."""

ALL = "all"
"""The slice and the period of everyone."""

Status = Literal["ok", "too-few", "hidden", "not-comparable"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One group against one comparator; None is an empty cell of the file.

    `status` is ``ok``; ``too-few`` where the group's own counts are under the threshold; ``hidden`` where
    they would reveal another; ``not-comparable`` where the group's own value is shown, or there is nobody in
    it, and there is no comparison, because one of the two is hidden, empty or absent. A group whose level is
    not known has one row, without a comparator.

    Proportions and their differences run from 0 to 1. A ratio is empty where either side has no events, and
    for means and medians; the difference of two medians has no limits.
    """

    measure: str
    kind: str
    characteristic: str
    group: str
    slice: str
    period: str
    n: int | None
    events: int | None
    value: float | None
    low: float | None
    high: float | None
    comparator: str | None
    comparator_n: int | None
    comparator_value: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    adjusted_ratio: float | None
    adjusted_ratio_low: float | None
    adjusted_ratio_high: float | None
    adjusted_difference: float | None
    p: float | None
    q: float | None
    status: Status


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Finding))
"""The columns of the published file, in their order."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How well one characteristic, or the outcome of one measure, is recorded.

    `known` and `share` are None where either those who are known or those who are not are too few to say.
    """

    kind: Literal["characteristic", "measure"]
    name: str
    people: int | None
    known: int | None
    share: float | None
