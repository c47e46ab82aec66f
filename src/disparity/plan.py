"""The analysis plan: what is compared with what, by which measures, and how it is kept safe.

A plan is written by a person as a TOML file (`disparity.plan_file` reads it); here are its nouns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FORMAT = "disparity/plan@1"
NOT_KNOWN = "Not known"
"""The level that unknown codes and blanks are shown under. It always comes last and is never compared."""

RESERVED = ("all", "everyone else")
"""Words with a meaning of their own in the findings, so that no level and no name may use them."""

Kind = Literal["proportion", "mean", "median"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Characteristic:
    """Something people differ in, such as sex or ethnicity, and how its column is read.

    A raw value loses the blanks around it, goes through `map`, and is *not known* if what comes out is blank,
    one of `unknown`, or "Not known" itself. Otherwise it is the level.
    """

    name: str
    column: str
    reference: str | None = None
    levels: tuple[str, ...] | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    def level_of(self, raw: str | None) -> str | None:
        """Return the level of a raw value, `NOT_KNOWN`, or None if the plan does not allow the value."""
        value = "" if raw is None else raw.strip()
        value = self.map.get(value, value)
        if not value or value == NOT_KNOWN or value in self.unknown:
            return NOT_KNOWN
        if self.levels is not None and value not in self.levels:
            return None
        return value


@dataclass(frozen=True)
class Slice:
    """A column by which every finding is repeated, such as the region. It is not itself compared.

    `name` is the column, or the name of the characteristic whose levels it uses.
    """

    name: str
    column: str


@dataclass(frozen=True)
class Measure:
    """What is measured for each group.

    A ``proportion`` counts the rows whose value, after `map`, is one of `event`, among the rows where it is
    known. A ``mean`` or ``median`` reads numbers. Blanks and `unknown` are not known: they are left out
    of that measure, never counted as 0.

    `step` is what safe values of a mean or median are rounded to; `unit` is the word written after them.
    """

    name: str
    kind: Kind
    column: str
    event: tuple[str, ...] = ()
    better: Better | None = None
    step: float | None = None
    unit: str | None = None
    unknown: frozenset[str] = frozenset()
    levels: tuple[str, ...] | None = None
    map: Mapping[str, str] = field(default_factory=dict)

    def outcome_of(self, raw: str | None) -> str | None:
        """Return the outcome of a raw value of a proportion, as `Characteristic.level_of` does a level."""
        as_characteristic = Characteristic(
            self.name, self.column, levels=self.levels, map=self.map, unknown=self.unknown
        )
        return as_characteristic.level_of(raw)


@dataclass(frozen=True)
class Protection:
    """The public rule: hide counts under `threshold` and what would reveal them, then round to `round`.

    A plan may tighten the rule, never loosen it: the threshold is 10 or more, the rounding a multiple of 5.
    """

    threshold: int = 10
    round: int = 5


@dataclass(frozen=True)
class Plan:
    """A whole analysis plan. `sha256` is the hash of the bytes of its file, `text` what the file says."""

    title: str
    unit: str
    characteristics: tuple[Characteristic, ...]
    measures: tuple[Measure, ...]
    slices: tuple[Slice, ...] = ()
    intersections: int = 1
    protection: Protection = field(default_factory=Protection)
    sha256: str = ""
    text: str = ""

    @property
    def dimensions(self) -> tuple[Characteristic, ...]:
        """The characteristics, then the slices that are not among them: what the cube is counted by."""
        named = {characteristic.name for characteristic in self.characteristics}
        others = (Characteristic(each.name, each.column) for each in self.slices if each.name not in named)
        return (*self.characteristics, *others)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the data that the plan reads, each once, in the order it first names them."""
        asked = [dimension.column for dimension in self.dimensions] + [m.column for m in self.measures]
        return tuple(dict.fromkeys(asked))
