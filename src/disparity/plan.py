"""The analysis plan: what is compared with what, by which measures, and how it is kept safe.

A plan is written by a person as a TOML file (`disparity.plan_file` reads it); here are its nouns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from disparity.dates import DateUnit, period_of

FORMAT = "disparity/plan@1"
NOT_KNOWN = "Not known"
"""The level that unknown codes and blanks are shown under. It always comes last and is never compared."""

RESERVED = ("all", "everyone else", "the population")
"""Words with a meaning of their own in the findings, so that no level and no name may use them."""

PERIOD = "period"
"""The name of the axis that a plan's periods make; no characteristic may have it beside them."""

Kind = Literal["proportion", "mean", "median", "share", "representation"]
SHARES = frozenset({"share", "representation"})
"""The kinds that ask which part of all people a group is. They read no column: everyone counts."""
RATES = SHARES | {"proportion"}
"""The kinds whose values run from 0 to 1, and are a number of people out of others."""
POPULATION = "the population"
"""What a representation is compared with."""
Better = Literal["higher", "lower"]
Family = Literal["report", "measure"]
"""The comparisons that are controlled together: those of the whole report, or those of each measure."""


@dataclass(frozen=True)
class Characteristic:
    """Something people differ in, such as sex or ethnicity, and how its column is read.

    A raw value loses the blanks around it, goes through `map`, and is *not known* if what comes out is blank,
    one of `unknown`, or "Not known" itself. Otherwise it is the level.

    A roll-up has a `parent`, whose levels it joins into `groups`, such as 19 ethnic groups into 5; it has no
    map and no unknown codes of its own. Where `dates` is given, the values are dates, and the level is the
    month, quarter or year that each lies in. `reasons` tells the codes of `unknown` apart, such as those of
    people who refused to say and of people who were not asked. Where people may have several levels at once, each level
    is a characteristic of its own, and `one_of` says of what it is a level.
    """

    name: str
    column: str
    reference: str | None = None
    levels: tuple[str, ...] | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    parent: Characteristic | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    dates: DateUnit | None = None
    reasons: Mapping[str, frozenset[str]] = field(default_factory=dict)
    one_of: OneOf | None = None

    def level_of(self, raw: str | None) -> str | None:
        """Return the level of a raw value, `NOT_KNOWN`, or None if the plan does not allow the value."""
        if self.one_of is not None:
            return self.one_of.level_of(raw)
        if self.parent is not None:
            level = self.parent.level_of(raw)
            return self.groups.get(level) if level not in (None, NOT_KNOWN) else level
        value = "" if raw is None else raw.strip()
        value = self.map.get(value, value)
        if not value or value == NOT_KNOWN or value in self.unknown:
            return NOT_KNOWN
        if self.dates is not None:
            return period_of(value, self.dates)
        if self.levels is not None and value not in self.levels:
            return None
        return value

    def reason_of(self, raw: str | None) -> str | None:
        """Return why the level of a raw value is not known, `NOT_KNOWN` for no reason, or None if it is known."""
        if self.level_of(raw) != NOT_KNOWN:
            return None
        if self.one_of is not None:
            return self.one_of.reason_of(raw)
        value = "" if raw is None else raw.strip()
        value = self.map.get(value, value)
        return next((reason for reason, codes in self.reasons.items() if value in codes), NOT_KNOWN)

    @property
    def reasons_in_order(self) -> tuple[str, ...]:
        """The reasons as the plan has them, then that of blanks and other codes; none if it tells none apart."""
        return (*self.reasons, NOT_KNOWN) if self.reasons else ()


@dataclass(frozen=True)
class OneOf:
    """One level of `whole`, of which people may have several, written with a `separator` between them.

    Whoever has the level, alone or among others, is in it; whoever has others only is not.
    """

    whole: Characteristic
    separator: str
    level: str

    @property
    def otherwise(self) -> str:
        """What those who do not have the level are called."""
        return f"Not {self.level}"

    def level_of(self, raw: str | None) -> str | None:
        """Return the level of a raw value, `NOT_KNOWN`, or None if the plan does not allow a part of it."""
        found = {self.whole.level_of(part) for part in self._parts(raw)}
        if None in found:
            return None
        found.discard(NOT_KNOWN)
        if not found:
            return NOT_KNOWN
        return self.level if self.level in found else self.otherwise

    def reason_of(self, raw: str | None) -> str | None:
        """Return why nothing is known of a raw value: the first reason that is told apart."""
        reasons = [reason for part in self._parts(raw) if (reason := self.whole.reason_of(part))]
        return next((reason for reason in reasons if reason != NOT_KNOWN), NOT_KNOWN)

    def not_allowed(self, raw: str) -> str | None:
        """Return the first part of a raw value that the plan does not allow."""
        return next((part for part in self._parts(raw) if self.whole.level_of(part) is None), None)

    def _parts(self, raw: str | None) -> list[str]:
        return ("" if raw is None else raw).split(self.separator)


@dataclass(frozen=True)
class Input:
    """How the rows of the data are read: which of them, and how many people each stands for.

    Without `count` a row is one person. With it a row stands for as many as its column says; where several
    columns hold counts, each row is read once for each of them, and the heading of the column is the value
    of a further column, `counted_by`. A count that is one of `zero` is 0, and a row whose count is one of
    `unknown` is left aside. `rounded` is what the publisher rounded the counts to. `only` says of some
    columns which values are wanted; rows with others are passed over, such as the totals of a table.
    """

    count: tuple[str, ...] = ()
    counted_by: str | None = None
    zero: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    rounded: int | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Population:
    """How the file of the population is read: which of its columns holds each characteristic, and its counts."""

    columns: Mapping[str, str]
    input: Input


@dataclass(frozen=True)
class Periods:
    """The column that says when, and the order of its values, or what is made of its dates."""

    column: str
    order: tuple[str, ...] | None = None
    by: DateUnit | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @property
    def dimension(self) -> Characteristic:
        """The periods as something that the cube is counted by."""
        return Characteristic(
            PERIOD, self.column, levels=self.order, map=self.map, unknown=self.unknown, dates=self.by
        )


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
    of that measure, never counted as 0. A ``share`` is the part of all people that a group is, among those
    whose level is known, and a ``representation`` compares it with the group's part of the population:
    `population` has its counts by characteristic and level once `disparity.with_population` has read them.

    `step` is what safe values of a mean or median are rounded to; `unit` is the word written after them.
    """

    name: str
    kind: Kind
    column: str = ""
    event: tuple[str, ...] = ()
    better: Better | None = None
    step: float | None = None
    unit: str | None = None
    unknown: frozenset[str] = frozenset()
    levels: tuple[str, ...] | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    population: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

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
    """A whole analysis plan. `sha256` is the hash of the bytes of its file, `text` what the file says.

    `adjust_for` names characteristics, slices or columns: comparisons of proportions over everyone are made
    within each combination of their levels as well. `family` says which comparisons the false discovery rate
    is controlled over, and below `minimum` people in either group nothing is said of a comparison.
    """

    title: str
    unit: str
    characteristics: tuple[Characteristic, ...]
    measures: tuple[Measure, ...]
    slices: tuple[Slice, ...] = ()
    intersections: int = 1
    adjust_for: tuple[str, ...] = ()
    family: Family = "report"
    minimum: int = 0
    protection: Protection = field(default_factory=Protection)
    input: Input = field(default_factory=Input)
    periods: Periods | None = None
    population: Population | None = None
    sha256: str = ""
    text: str = ""

    @property
    def dimensions(self) -> tuple[Characteristic, ...]:
        """What the cube is counted by: the characteristics, slices and columns, each once, and the periods."""
        dimensions = {characteristic.name: characteristic for characteristic in self.characteristics}
        for each in self.slices:
            dimensions.setdefault(each.name, Characteristic(each.name, each.column))
        for name in self.adjust_for:
            dimensions.setdefault(name, Characteristic(name, name))
        if self.periods is not None:
            dimensions[PERIOD] = self.periods.dimension
        return tuple(dimensions.values())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the data that the plan reads, each once, in the order it first names them."""
        asked = [dimension.column for dimension in self.dimensions] + [m.column for m in self.measures]
        asked += [*self.input.count, *self.input.only]
        return tuple(name for name in dict.fromkeys(asked) if name and name != self.input.counted_by)
